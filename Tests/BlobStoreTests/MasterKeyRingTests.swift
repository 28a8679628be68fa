import BlobStore
import Testing

@Suite("Master key rings")
struct MasterKeyRingTests {
    // SHA-256 of "firn master key 1:" and the 32 bytes 100...131, worked out with Python's hashlib.
    static let line =
        "firn-master-key-1 57804f4511a016b603a362dec2fa0356 "
        + "6465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f80818283"

    private func ring(_ first: UInt8) -> MasterKeyRing {
        MasterKeyRing { count in (0..<UInt8(count)).map { first + $0 } }
    }

    @Test("a new ring has one key, which is the current one, and its text is one line")
    func generates() {
        let ring = ring(100)
        #expect(ring.secretText == Self.line + "\n")
        #expect(ring.ids == [ring.currentID])
        #expect(ring.currentID.description == "57804f4511a016b603a362dec2fa0356")
    }

    @Test("an added key is the current one, and a ring's text leads back to it")
    func adds() throws {
        let ring = ring(100).addingKey { count in Array(repeating: 7, count: count) }
        let parsed = try MasterKeyRing(parsing: ring.secretText)
        #expect(parsed.ids == ring.ids)
        #expect(parsed.currentID == ring.currentID)
        #expect(parsed.currentID == parsed.ids.last)
        #expect(parsed.ids.count == 2)
        #expect(parsed.secretText == ring.secretText)
    }

    @Test("comments, empty lines and a missing last line end are read over")
    func comments() throws {
        let ring = try MasterKeyRing(parsing: "# Losing this loses the data.\n\n" + Self.line)
        #expect(ring.secretText == Self.line + "\n")
    }

    @Test(
        "a text that is not a ring is refused, with the line and none of its content",
        arguments: [
            ("", nil), ("# nothing\n", nil), ("firn-master-key-2" + line.dropFirst(17), 1), ("\n" + line + " ", 2),
            (line + "\n" + line, 2), (line.dropLast() + "4", 1), (String(line.dropLast()), 1), (line + "00", 1),
            (line.uppercased(), 1), (line.replacing("5780", with: "5781"), 1), (line + "\r\n", 1),
            (line.replacing(" ", with: "  "), 1), ("firn-master-key-1", 1), ("firn-master-key-1  ", 1),
        ] as [(String, Int?)]
    )
    func refuses(_ text: String, _ line: Int?) throws {
        let error = #expect(throws: MasterKeyRingError.self) { try MasterKeyRing(parsing: text) }
        #expect(error?.line == line)
        #expect(error?.description.contains("64656667") == false)
    }

    @Test("a ring shows no key, however it is printed")
    func hides() throws {
        let ring = ring(100)
        var dumped = ""
        dump(ring, to: &dumped)
        for text in ["\(ring)", String(reflecting: ring), "\([ring])", "\(Optional(ring) as Any)", dumped] {
            #expect(!text.contains("64656667"))
            #expect(!text.contains("100"))
            #expect(text.contains("57804f45"))
        }
    }
}
