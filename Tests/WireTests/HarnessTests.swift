import Testing

/// What the fixtures prove is worth as much as what they would notice.
@Suite("The fixtures' harness")
struct HarnessTests {
    private static let id = String(repeating: "a", count: 24)

    private static let text = """
        # A remark.
        > POST /-/vaults/v/lock-policy
        x-amz-note: two  words

        {"Policy":"{}"}

        < 201
        Content-Type: application/json
        x-amz-lock-id: {lock:24}

        {"Id":"{lock}"}
        @length 33
        """

    private static func differences(
        status: Int = 201,
        headers: [(name: String, value: String)] = [("content-type", "application/json"), ("x-amz-lock-id", id)],
        body: String = #"{"Id":"\#(id)"}"#
    ) throws -> [String] {
        let fixture = try Fixture(text, operation: "InitiateVaultLock", path: "f.http")
        let exchange = try #require(fixture.exchanges.first)
        var names: Template.Names = [:]
        return exchange.answer.differences(
            from: ActualAnswer(status: status, headers: headers, body: Array(body.utf8)),
            &names
        )
    }

    @Test("an answer as written has no differences, in whatever order its headers come")
    func accepts() throws {
        #expect(try Self.differences() == [])
        #expect(
            try Self.differences(headers: [("X-Amz-Lock-Id", Self.id), ("Content-Type", "application/json")]) == []
        )
    }

    @Test("another status, header or byte is a difference")
    func notices() throws {
        #expect(try Self.differences(status: 200).count == 1)
        #expect(try !Self.differences(headers: [("x-amz-lock-id", Self.id)]).isEmpty)
        #expect(
            try !Self.differences(
                headers: [("content-type", "application/json"), ("x-amz-lock-id", Self.id), ("etag", "1")]
            ).isEmpty
        )
        #expect(
            try !Self.differences(
                headers: [("content-type", "application/json; charset=utf-8"), ("x-amz-lock-id", Self.id)]
            ).isEmpty
        )
        #expect(try !Self.differences(body: #"{"id":"\#(Self.id)"}"#).isEmpty)
        #expect(try !Self.differences(body: #"{"Id":"\#(Self.id)"} "#).isEmpty)
        #expect(try !Self.differences(body: #"{"Id":"\#(Self.id)""#).isEmpty)
    }

    @Test(
        "an identifier has its length and its alphabet, and begins with a letter or digit",
        arguments: [
            String(repeating: "a", count: 23), String(repeating: "a", count: 25),
            "-" + String(repeating: "a", count: 23),
            String(repeating: "a", count: 23) + "=",
        ]
    )
    func judgesIdentifiers(_ id: String) throws {
        let headers = [(name: "content-type", value: "application/json"), (name: "x-amz-lock-id", value: id)]
        #expect(try !Self.differences(headers: headers, body: #"{"Id":"\#(id)"}"#).isEmpty)
    }

    @Test("what has a name stands for the same bytes from there on, and comes once")
    func keepsNames() throws {
        var names: Template.Names = [:]
        #expect(
            try Template(#"{"Marker":"{next:*}"}"#).difference(from: Array(#"{"Marker":"a-b"}"#.utf8), &names) == nil
        )
        #expect(try Template("/x?marker={next}").filled(with: names) == Array("/x?marker=a-b".utf8))
        #expect(try Template("{other:3}").difference(from: Array("a-b".utf8), &names) != nil)
        #expect(try Template("{next:*}").difference(from: Array("c".utf8), &names) != nil)
        #expect(try Template("{next:*}").difference(from: Array("null".utf8), &names) != nil)
        #expect(throws: FixtureError.self) { try Template("{unknown}").filled(with: names) }
    }

    @Test("bodies are their lines without a line feed at the end")
    func readsBodies() throws {
        var names: Template.Names = [:]
        let answer = try #require(
            try Fixture("> GET /\n< 200\nContent-Type: text/csv\n\na,b\nc,d{LF}\n\n", operation: "x", path: "x")
                .exchanges.first
        ).answer
        let headers = [(name: "Content-Type", value: "text/csv")]
        let right = ActualAnswer(status: 200, headers: headers, body: Array("a,b\nc,d\n".utf8))
        #expect(answer.differences(from: right, &names) == [])
        let wrong = ActualAnswer(status: 200, headers: headers, body: Array("a,b\nc,d".utf8))
        #expect(!answer.differences(from: wrong, &names).isEmpty)
    }

    @Test(
        "a fixture that says what means nothing is refused",
        arguments: [
            "", "# nothing", "> GET /", "> GET\n< 200", "> GET /\n< 20x", "@clock 4h", "@clock +4d", "@sleep 4",
            "> GET /\n< 200\n@length many", "> GET /\n< 200\n@timing faithful", "> GET /{a:b}\n< 200",
            "> GET /\nno header\n< 200", "> PUT /\n\n@bytes 4-3\n< 200",
        ]
    )
    func refuses(_ text: String) {
        #expect(throws: FixtureError.self) { try Fixture(text, operation: "x", path: "x") }
    }

    @Test("the plain tree hash is the published one")
    func hashes() {
        let zeros = [UInt8](repeating: 0, count: 4 << 20)
        #expect(
            String(decoding: PlainHashes.hex(PlainHashes.treeHash(zeros)), as: UTF8.self)
                == "27b557ba335a688f779a95e258a886ffa3b39b13533d6f9dcaa0497a2ed1fe18"
        )
        #expect(
            String(decoding: PlainHashes.hex(PlainHashes.treeHash([0x61])), as: UTF8.self)
                == "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
        )
    }
}
