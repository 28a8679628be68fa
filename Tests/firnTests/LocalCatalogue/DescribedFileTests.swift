import Testing

@testable import firn

@Suite("What descriptions tell of files")
struct DescribedFileTests {
    /// A description and what its tool meant by it. The examples are the tools' own.
    struct Example: Sendable, CustomTestStringConvertible {
        let text: String
        let form: DescribedFile.Form
        let path: String
        /// Seconds since 1970.
        let modified: Int64?
        var isTransformed = false

        var testDescription: String { "\(form.rawValue): \(path)" }
    }

    @Test(
        "descriptions of mt-aws-glacier are understood",
        arguments: [
            Example(
                text: "mt2 eyJmaWxlbmFtZSI6ImZpbGUiLCJtdGltZSI6IjIwMTIxMTE0VDIwMTYxOFoifQ",
                form: .mtAwsGlacier,
                path: "file",
                modified: 1_352_924_178
            ),
            Example(
                text: """
                    mt2 eyJmaWxlbmFtZSI6ItC00LjRgNC10LrRgtC-0YDQuNGPL9GE0LDQudC7Iiwib\
                    XRpbWUiOiIyMDEyMTEwNVQxNDAyNThaIn0
                    """,
                form: .mtAwsGlacier,
                path: "директория/файл",
                modified: 1_352_124_178
            ),
            Example(
                text: "mt2 eyJmaWxlbmFtZSI6IsOfIiwibXRpbWUiOiIxOTcwMDEwMVQwMDIwMzRaIn0",
                form: .mtAwsGlacier,
                path: "ß",
                modified: 1234
            ),
            Example(
                text: " \tmt1\t\t eyJmaWxlbmFtZSI6ImZpbGUvYSIsIm10aW1lIjoiMjAxMjExMDNUMDYyOTM4WiJ9==",
                form: .mtAwsGlacier,
                path: "file/a",
                modified: 1_351_924_178
            ),
            Example(
                text: """
                    mt1 eyJmaWxlbmFtZSI6IsOQwrTDkMK4w5HCgMOQwrXDkMK6w5HCgsOQwr7DkcKAw5DCuMORwo8vw5HChMOQwrDDkMK5w5DCuy\
                    IsIm10aW1lIjoiMjAxMjExMDVUMTQwMjU4WiJ9
                    """,
                form: .mtAwsGlacier,
                path: "директория/файл",
                modified: 1_352_124_178
            ),
            Example(
                text: "mt1 eyJmaWxlbmFtZSI6ImZpbGUiLCJtdGltZSI6MTM1MjkyNDE3OH0",
                form: .mtAwsGlacier,
                path: "file",
                modified: 1_352_924_178
            ),
        ]
    )
    func mtAwsGlacier(_ example: Example) { check(example) }

    @Test(
        "descriptions of FastGlacier, and of those who write like it, are understood",
        arguments: [
            Example(
                text: """
                    <m><v>4</v><p>Z2xhY2llci1kZy5wZGY=</p><lm>20120821T170824Z</lm>\
                    <ce>1:1:4340ebcf79712dc5e3ef7d50bab98ba5:54687</ce></m>
                    """,
                form: .fastGlacier,
                path: "glacier-dg.pdf",
                modified: 1_345_568_904,
                isTransformed: true
            ),
            Example(
                text: "<m><v>2</v><p>Z2xhY2llci1kZy5wZGY=</p><lm>20120821T170824Z</lm></m>",
                form: .fastGlacier,
                path: "glacier-dg.pdf",
                modified: 1_345_568_904
            ),
            Example(
                text: """
                      <m><v>4</v><p>RlgxNTAvQ0JCX2ZpZ3VyZS90ZXN0X3B5dGjDtm5fZmlsZS5jYmI=</p><lm>20190121T085242Z \
                     </lm>        </m>
                    """,
                form: .fastGlacier,
                path: "FX150/CBB_figure/test_pythön_file.cbb",
                modified: 1_548_060_762
            ),
            Example(
                text: "\"<ArchiveMetadata>   <Path>  UkVOREVSRkFSTTUvQjovb25lL2NoMDEuZHB4 </Path></ArchiveMetadata>\"",
                form: .fastGlacier,
                path: "RENDERFARM5/B:/one/ch01.dpx",
                modified: nil
            ),
        ]
    )
    func fastGlacier(_ example: Example) { check(example) }

    @Test(
        "descriptions of CloudBerry are understood, their paths in UTF-7 where they are",
        arguments: [
            Example(
                text: #"{"Path":"c:\\myfolder\\c01+AF8-s00.txt","UTCDateModified":"20100310T110623Z","Flags":2}"#,
                form: .cloudBerry,
                path: #"c:\myfolder\c01_s00.txt"#,
                modified: 1_268_219_183,
                isTransformed: true
            ),
            Example(
                text: #"{"path":"CB+F8-M5/B:/c01/q004","UTCDateModified":"20100310T110623Z"}"#,
                form: .cloudBerry,
                path: "CB+F8-M5/B:/c01/q004",
                modified: 1_268_219_183
            ),
            // From RFC 2152.
            Example(text: #"{"Path":"Hi Mom -+Jjo--!"}"#, form: .cloudBerry, path: "Hi Mom -☺-!", modified: nil),
        ]
    )
    func cloudBerry(_ example: Example) { check(example) }

    @Test(
        "what is in no form is its own path",
        arguments: [
            "20170822-respaldo01.tar.gz", "mt2", "mt2 ", "mt2 zzz", "mt2 !!!!", "mt3 eyJmaWxlbmFtZSI6ImZpbGUifQ",
            "mt2 eyJhIjogMSwgIngiOiAyfQ", "<m>", "<m><v>4</v><p>", "<m><v>9</v><p>YQ==</p></m>",
            "<m><v>4</v><p>!</p></m>", "{", #"{"Path":""}"#, #"{"Path":3}"#, "firn1", "firn1 x y", "firn1 - %4",
            "firn1b - é", "firn2 - a", "\u{1B}[2J", "\u{0}", "\"", "\"\"",
        ]
    )
    func plain(_ text: String) {
        let described = DescribedFile(reading: text)
        #expect(described.form == .plain)
        #expect(described.path == Array(text.utf8))
    }

    @Test("a description of nothing but spaces tells nothing", arguments: ["", " ", "   "])
    func none(_ text: String) {
        #expect(DescribedFile(reading: text).form == .none)
        #expect(DescribedFile(reading: text).path == nil)
    }

    @Test("deep and long nonsense ends as plain text, and soon")
    func hostile() {
        let texts = [
            "{\"Path\":" + String(repeating: "[", count: 4000), String(repeating: "<m>", count: 1_000_000),
            "mt2 " + String(repeating: "A", count: 1_000_000), "firn1 - " + String(repeating: "%41", count: 1_000_000),
        ]
        for text in texts { #expect(DescribedFile(reading: text).form == .plain) }
    }

    private func check(_ example: Example) {
        let described = DescribedFile(reading: example.text)
        #expect(described.form == example.form)
        #expect(described.path == Array(example.path.utf8))
        #expect(described.modified == example.modified.flatMap { ModificationTime(seconds: $0) })
        #expect(described.isTransformed == example.isTransformed)
    }
}
