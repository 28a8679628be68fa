import GlacierAPI
import GlacierModel
import Testing

@Suite("SetDataRetrievalPolicy on the wire")
struct SetDataRetrievalPolicyTests {
    private func input(_ body: String) throws -> SetDataRetrievalPolicy.Input {
        try SetDataRetrievalPolicy.input(for: try AccountID("111122223333"), from: .with(body: body))
    }

    private func input(rule: String) throws -> DataRetrievalPolicy {
        try input(#"{"Policy":{"Rules":[\#(rule)]}}"#).policy
    }

    @Test("every strategy is read")
    func readsRule() throws {
        #expect(try input(rule: #"{"Strategy":"BytesPerHour","BytesPerHour":10}"#) == .bytesPerHour(10))
        #expect(try input(rule: #"{"BytesPerHour":null,"Strategy":"FreeTier"}"#) == .freeTier)
        #expect(try input(rule: #"{"Strategy":"None","New":"x"}"#) == DataRetrievalPolicy.none)
        let body = #"{"Policy":{"Rules":[{"Strategy":"None"}]}}"#
        #expect(try input(body).account.text == "111122223333")
    }

    @Test(
        "what is missing is told before what is wrong",
        arguments: [
            ("", "policy"), ("{}", "policy"), (#"{"Policy":null}"#, "policy"), (#"{"Policy":{}}"#, "rules"),
            (#"{"Policy":{"Rules":null}}"#, "rules"), (#"{"Policy":{"Rules":[{}]}}"#, "strategy"),
            (#"{"Policy":{"Rules":[{"Strategy":"x"},{"BytesPerHour":1}]}}"#, "strategy"),
            (#"{"Policy":{"Rules":[{"Strategy":"BytesPerHour","BytesPerHour":null}]}}"#, "bytesPerHour"),
        ]
    )
    func misses(_ body: String, _ name: String) {
        #expect(throws: ServiceError.missingParameter(name)) { try input(body) }
    }

    @Test("no rule, or two, is refused", arguments: ["", #"{"Strategy":"None"},{"Strategy":"None"}"#])
    func refusesCount(_ rules: String) {
        #expect(throws: ServiceError.invalidParameter("Invalid rules: exactly one must be given")) {
            try input(rule: rules)
        }
    }

    @Test(
        "wrong strategies and numbers are refused",
        arguments: [
            (#"{"Strategy":"none"}"#, "Invalid strategy: none"),
            (#"{"Strategy":"BytesPerHour","BytesPerHour":0}"#, "Invalid BytesPerHour: 0"),
            (
                #"{"Strategy":"BytesPerHour","BytesPerHour":9223372036854775808}"#,
                "Invalid BytesPerHour: 9223372036854775808"
            ),
            (
                #"{"Strategy":"None","BytesPerHour":1}"#,
                "BytesPerHour must not be given with the strategy None"
            ),
        ]
    )
    func refuses(_ rule: String, _ message: String) {
        #expect(throws: ServiceError.invalidParameter(message)) { try input(rule: rule) }
    }

    @Test(
        "a wrong type is malformed",
        arguments: [
            (#"{"Policy":"{}"}"#, "The value of Policy must be an object."),
            (#"{"Policy":{"Rules":{}}}"#, "The value of Rules must be an array."),
            (#"{"Policy":{"Rules":["None"]}}"#, "The values of Rules must be objects."),
            (#"{"Policy":{"Rules":[{"Strategy":1}]}}"#, "The value of Strategy must be a string."),
            (#"{"Policy":{"Rules":[{"BytesPerHour":"1"}]}}"#, "The value of BytesPerHour must be an integer."),
            (#"{"Policy":{"Rules":[{"BytesPerHour":1.5}]}}"#, "The value of BytesPerHour must be an integer."),
        ]
    )
    func refusesType(_ body: String, _ message: String) {
        #expect(throws: ServiceError.malformedBody(message)) { try input(body) }
    }

    @Test("204 without headers and body")
    func writesResponse() {
        let response = SetDataRetrievalPolicy.response(to: (), deployment: Example.deployment)
        #expect(response.statusCode == 204)
        #expect(response.headerLines == [])
        #expect(response.hasNoBody)
        #expect(SetDataRetrievalPolicy.operation == .setDataRetrievalPolicy)
    }
}
