import GlacierAPI
import GlacierModel
import Testing

@Suite("GetDataRetrievalPolicy on the wire")
struct GetDataRetrievalPolicyTests {
    @Test("the account is all there is to the input")
    func readsInput() throws {
        let account = try AccountID("111122223333")
        #expect(GetDataRetrievalPolicy.input(for: account, from: .with(body: "x")).account == account)
    }

    @Test(
        "one rule, whose number is null but for one strategy",
        arguments: [
            (.bytesPerHour(10_737_418_240), #"{"BytesPerHour":10737418240,"Strategy":"BytesPerHour"}"#),
            (.freeTier, #"{"BytesPerHour":null,"Strategy":"FreeTier"}"#),
            (.none, #"{"BytesPerHour":null,"Strategy":"None"}"#),
        ] as [(DataRetrievalPolicy, String)]
    )
    func writesResponse(_ policy: DataRetrievalPolicy, _ rule: String) {
        let response = GetDataRetrievalPolicy.response(
            to: GetDataRetrievalPolicy.Output(policy: policy),
            deployment: Example.deployment
        )
        #expect(response.statusCode == 200)
        #expect(response.headerLines == [])
        #expect(response.document == #"{"Policy":{"Rules":[\#(rule)]}}"#)
        #expect(GetDataRetrievalPolicy.operation == .getDataRetrievalPolicy)
    }
}
