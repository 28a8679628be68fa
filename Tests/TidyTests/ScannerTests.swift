import Testing

@Suite("Reading sources")
struct ScannerTests {
    @Test(
        "comments and strings are blanked, code in interpolations is not",
        arguments: [
            ("let a = 1 // {", "leta=1"), ("a /* { /* } */ { */ b", "ab"), ("a / b", "a/b"),
            (#"f("{\"}") {"#, "f(){"), (#""\(x { "}" })" }"#, "(x{})}"), (##"#"\(}"# }"##, "}"),
            (##"#"a\#({b})"}"# }"##, "({b})}"), (#""//" }"#, "}"), (#""\\" {"#, "{"), (#""" {"#, "{"),
            ("\"\"\"\n { \"} \\\"\"\"\n\"\"\" }", "}"), ("\"\"\"\n\\(a)\"\n\"\"\" }", "(a)}"),
            ("#if DEBUG {", "#ifDEBUG{"),
            ("##\"\"# \"##{", "{"), ("/* \" */ {", "{"), ("// \"\n{", "{"), (#""\(f("\(g)"))" }"#, "(f((g)))}"),
        ]
    )
    func blanks(_ text: String, _ expected: String) {
        let code = SwiftText(text).code
        #expect(String(decoding: code.filter { $0 > 0x20 }, as: UTF8.self) == expected)
        #expect(code.count == text.utf8.count)
        #expect(
            code.indices.filter { code[$0] == 0x0A } == Array(text.utf8).indices.filter { Array(text.utf8)[$0] == 0x0A }
        )
    }

    @Test("functions are measured from their keyword to their brace")
    func measures() {
        let text = """
            protocol P {
                func none() -> Int
                var none: Int { get }
                init()
            }
            struct S: P {
                static let table = [
                    { 1 },
                ]
                var stored = 1
                var computed: Int {
                    1
                }
                init(
                    _ make: () -> Int = { 1 }
                ) {
                    self.init(x: "}")
                }
                func outer() where T == Int {
                    func inner() {}  // }
                    items.map { $0.init { 1 } }
                    var local: Int
                    if true {
                    }
                }
                subscript(i: Int) -> Int { 1 }
                deinit {
                }
            }
            """
        let found = SwiftText(text).functions.map { "\($0.name) \($0.firstLine) \($0.lineCount)" }
        #expect(
            found == [
                "var none 3 1", "var computed 11 3", "init 14 5", "func inner 20 1", "func outer 19 7",
                "subscript 26 1", "deinit 27 2",
            ]
        )
    }

    @Test("imports are found with and without words before and behind them")
    func findsImports() {
        let text = """
            import A
            public import B
            @testable import C
            @preconcurrency package import D
            import struct E.F
                import G
            // import H
            let text = "import I"
            important()
            /*
            import J
            */
            """
        #expect(SwiftText(text).imports == ["A", "B", "C", "D", "E", "G"])
    }

    @Test("test targets are read from a manifest")
    func readsManifest() {
        let text = """
            extension Target.Dependency {
                static let crypto = product(name: "Crypto", package: "swift-crypto")
                static let nioCore = product(
                    name: "NIOCore", package: "swift-nio")
            }
            let package = Package(
                targets: [
                    module("A", ["B", .nioCore]),
                    tests("ATests", ["A", .crypto], exclude: ["Fixtures"]),
                    tests(
                        "BTests",
                        [
                            "A", "B", .nioCore,
                        ]
                    ),
                    tests("CTests", []),
                ]
            )
            """
        #expect(
            Manifest(text).testDependencies == [
                "ATests": ["A", "Crypto"], "BTests": ["A", "B", "NIOCore"], "CTests": [],
            ]
        )
    }
}
