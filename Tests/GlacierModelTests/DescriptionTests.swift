import GlacierModel
import Testing

@Suite("Descriptions")
struct DescriptionTests {
    @Test(
        "an archive description loses its leading spaces and nothing else",
        arguments: [
            ("botoUpload2", "botoUpload2"), ("  two", "two"), ("two  spaces ", "two  spaces "), ("~!\"\\/", "~!\"\\/"),
            (" ~ ", "~ "), (String(repeating: "d", count: 1024), String(repeating: "d", count: 1024)),
            ("    " + String(repeating: "d", count: 1024), String(repeating: "d", count: 1024)),
        ]
    )
    func keepsArchiveDescription(_ raw: String, _ kept: String) throws {
        #expect(try ArchiveDescription(raw)?.text == kept)
    }

    @Test("an empty archive description is none", arguments: [nil, "", " ", "     "] as [String?])
    func dropsEmptyArchiveDescription(_ raw: String?) throws {
        #expect(try ArchiveDescription(raw) == nil)
    }

    @Test(
        "an archive description of other bytes, or of more than 1,024, is refused",
        arguments: ["a\tb", "a\n", "\0", "\u{7F}", "ä", "naïve", "🧊", String(repeating: "d", count: 1025)]
    )
    func refusesArchiveDescription(_ raw: String) {
        #expect(throws: ServiceError.invalidArchiveDescription) { try ArchiveDescription(raw) }
    }

    @Test(
        "a job description is kept as sent",
        arguments: ["put anything here", "  two", " ", "~", String(repeating: "d", count: 1024)]
    )
    func keepsJobDescription(_ raw: String) throws {
        #expect(try JobDescription(raw)?.text == raw)
    }

    @Test("an empty job description is none", arguments: [nil, ""] as [String?])
    func dropsEmptyJobDescription(_ raw: String?) throws {
        #expect(try JobDescription(raw) == nil)
    }

    @Test(
        "a job description of other bytes, or of more than 1,024, is refused",
        arguments: ["a\tb", "a\r\n", "\u{1F}", "\u{7F}", "ä", String(repeating: " ", count: 1025)]
    )
    func refusesJobDescription(_ raw: String) {
        #expect(throws: ServiceError.invalidJobDescription) { try JobDescription(raw) }
    }
}
