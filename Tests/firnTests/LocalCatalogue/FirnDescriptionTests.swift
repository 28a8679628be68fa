import Testing

@testable import firn

@Suite("This program's own descriptions")
struct FirnDescriptionTests {
    private let modified = ModificationTime(seconds: 1_352_924_178)

    @Test(
        "an ordinary path stays readable",
        arguments: [
            ("photos/2012/autumn in Kyiv.jpg", "photos/2012/autumn in Kyiv.jpg"), ("ü", "%C3%BC"), ("100%", "100%25"),
            ("a  b", "a %20b"), (" a ", "%20a%20"), ("a\"b\\c", "a%22b%5Cc"), ("a\nb", "a%0Ab"), ("", ""),
        ]
    )
    func readable(_ path: String, _ escaped: String) {
        let text = FirnDescription.write(path: Array(path.utf8), modified: modified)
        #expect(text == "firn1 20121114T201618Z \(escaped)")
    }

    @Test(
        "dates are written to the nanosecond where needed",
        arguments: [
            (1_352_924_178_250_000_000, "20121114T201618.25Z"), (1, "19700101T000000.000000001Z"),
            (-1, "19691231T235959.999999999Z"), (0, "19700101T000000Z"),
            (Int64.max, "22620411T234716.854775807Z"), (Int64.min, "16770921T001243.145224192Z"),
        ] as [(Int64, String)]
    )
    func dates(_ nanoseconds: Int64, _ text: String) {
        let time = ModificationTime(nanoseconds: nanoseconds)
        #expect(time.compactText == text)
        #expect(ModificationTime(compactText: text) == time)
        #expect(FirnDescription.write(path: [0x61], modified: time) == "firn1 \(text) a")
    }

    @Test(
        "what is no date is refused",
        arguments: [
            "", "Z", "20121114", "20121114T201618", "20121314T201618Z", "20120230T000000Z", "20121114T201618.Z",
            "20121114T201618.1234567890Z", "20121114T20161.8Z", "99991231T235959Z", "00010101T000000Z",
            "é20121114T201618Z",
        ]
    )
    func notDates(_ text: String) { #expect(ModificationTime(compactText: text) == nil) }

    @Test("any bytes come back, whatever their number, as printable ASCII that fits")
    func allBytes() throws {
        for length in [0, 1, 2, 255, 300, 341, 700, 740, 741, 742] {
            let path = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            for time in [modified, nil] {
                let text = FirnDescription.write(path: path, modified: time)
                #expect(text.utf8.count <= 1024)
                #expect(text.utf8.allSatisfy { (0x20...0x7E).contains($0) })
                let read = DescribedFile(reading: text)
                #expect(read == DescribedFile(.firn, path: path, modified: time))
            }
        }
    }

    @Test("of a path that does not fit the end is kept, from the beginning of a name")
    func longPaths() {
        let folders = Array(repeating: "ordner-äöü", count: 200).joined(separator: "/")
        let path = "/\(folders)/last.txt"
        let read = DescribedFile(reading: FirnDescription.write(path: Array(path.utf8), modified: modified))
        #expect(read.isPathCut)
        #expect(read.modified == modified)
        let end = String(decoding: read.path ?? [], as: UTF8.self)
        #expect(path.hasSuffix("/" + end))
        #expect(end.hasPrefix("ordner-äöü/"))
        #expect(end.utf8.count > 700)
    }

    @Test("a single name that does not fit is cut at a character")
    func longName() {
        let path = String(repeating: "ä", count: 600)
        let read = DescribedFile(reading: FirnDescription.write(path: Array(path.utf8), modified: nil))
        #expect(read.isPathCut)
        #expect(read.path.map { String(validating: $0, as: UTF8.self)?.allSatisfy { $0 == "ä" } } == true)
    }
}
