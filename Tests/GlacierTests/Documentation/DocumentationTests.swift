import Foundation
import Glacier
import Testing

/// Every example of the client's documentation stands in a file of this folder, so it compiles.
@Suite("The client's documentation")
struct DocumentationTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    private static let catalog = "Sources/Glacier/Glacier.docc"
    private static let examples = "Tests/GlacierTests/Documentation"

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    private static func files(in folder: String, _ ending: String) -> [String] {
        let names = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
        return (names?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(ending) }.sorted()
            .map { "\(folder)/\($0)" }
    }

    /// Lines without the space before them, which depends on where an example stands.
    private static func lines(_ text: some StringProtocol) -> [Substring] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            Substring(line.drop { $0 == " " })
        }
    }

    /// An example of a page, or of a comment in the code.
    struct Example: Sendable, CustomTestStringConvertible {
        let path: String
        let lines: [Substring]

        var testDescription: String { "\(path): \(lines.first ?? "")" }
    }

    private static func examples(in path: String) -> [Example] {
        guard let text = try? text(path) else { return [] }
        var written = lines(text)
        if path.hasSuffix(".swift") {
            let comments = written.filter { $0.hasPrefix("///") }
            written = comments.map { line in Substring(line.dropFirst(3).drop { $0 == " " }) }
        }
        var examples: [Example] = [], current: [Substring]?
        for line in written {
            switch (line, current) {
            case ("```swift", _): current = []
            case ("```", let finished?):
                examples.append(Example(path: path, lines: finished))
                current = nil
            default: current?.append(line)
            }
        }
        return examples
    }

    private static let all: [Example] =
        (["docs/client.md"] + files(in: catalog, ".md") + files(in: "Sources/Glacier", ".swift"))
        .flatMap(examples(in:))

    @Test("the examples are found")
    func findsExamples() {
        #expect(Set(Self.all.map(\.path)).count > 8)
        #expect(Self.all.count > 30)
        #expect(Self.files(in: "\(Self.catalog)/Resources", ".swift").count == 5)
    }

    @Test("an example stands in a file that is compiled", arguments: Self.all.filter { !isForManifest($0) })
    func compiles(_ example: Example) throws {
        #expect(!example.lines.isEmpty)
        let isThere = try Self.files(in: Self.examples, ".swift").contains { path in
            let lines = Self.lines(try Self.text(path))
            return lines.indices.contains { lines[$0...].starts(with: example.lines) }
        }
        #expect(isThere)
    }

    /// What users write into their own `Package.swift`.
    private static func isForManifest(_ example: Example) -> Bool {
        example.lines.first?.hasPrefix(".package(") == true
    }

    @Test("the tutorial's files are compiled", arguments: files(in: "\(catalog)/Resources", ".swift"))
    func compilesTutorial(_ path: String) throws {
        let name = path.split(separator: "/").last ?? ""
        #expect(try Self.text(path) == Self.text("\(Self.examples)/Tutorial/\(name)"))
    }

    @Test("every type of the client is on the landing page", arguments: files(in: "Sources/Glacier", ".swift"))
    func namesTypes(_ path: String) throws {
        let page = try Self.text("\(Self.catalog)/Glacier.md")
        for line in try Self.text(path).split(separator: "\n") {
            let words = line.split { " :<".contains($0) }.filter { $0 != "final" }
            let isType = words.count > 2 && ["struct", "enum", "class", "actor", "protocol"].contains(words[1])
            guard line.hasPrefix("public "), isType else { continue }
            #expect(page.contains("- ``\(words[2])``\n"), "\(words[2])")
        }
    }
}
