import Foundation
import Testing

@Suite("Words")
struct WordTests {
    /// A word that has no place, or has its place in some files only.
    struct Rule: Sendable, CustomTestStringConvertible {
        let word: String
        let isAllowed: @Sendable (_ path: String) -> Bool

        init(_ word: String, onlyIn isAllowed: @escaping @Sendable (_ path: String) -> Bool = { _ in false }) {
            self.word = word
            self.isAllowed = isAllowed
        }

        var testDescription: String { word }
    }

    /// The tests that name the words would find themselves.
    private static let files = (ProjectFolder.sources + ProjectFolder.tests).filter {
        !$0.path.hasPrefix("Tests/TidyTests/")
    }

    /// Where the machine's own clock and waiting are named: in the executable, and in the client for programs.
    private static let inLiveSurroundings: @Sendable (String) -> Bool = {
        [
            "Sources/firn/Server/LiveSurroundings.swift", "Sources/Glacier/Core/LiveSurroundings.swift",
        ].contains($0)
    }

    /// Where the client reads the environment for programs that leave the client to the chain.
    private static let processEnvironment = "Sources/Glacier/Credentials/ProcessEnvironment.swift"

    private static let inExecutable: @Sendable (String) -> Bool = {
        $0.hasPrefix("Sources/firn/") || $0.hasPrefix("Tests/")
    }

    @Test(
        "what is unfinished, unsafe or sleeps is not in the code",
        arguments: [
            Rule("TODO"), Rule("FIXME"), Rule("XXX"), Rule("for now"), Rule("placeholder"), Rule("fatalError("),
            Rule("try!"), Rule("as!"), Rule("@unchecked Sendable"), Rule("Thread.sleep"), Rule("usleep("),
            Rule("Task.sleep", onlyIn: inLiveSurroundings),
            Rule("Date()", onlyIn: { $0.hasPrefix("Sources/firn/") }), Rule("UUID()", onlyIn: inExecutable),
            Rule("ProcessInfo", onlyIn: { inExecutable($0) || $0 == processEnvironment }),
            Rule("getenv(", onlyIn: { inExecutable($0) || $0.hasPrefix("Sources/DatabaseTesting/") }),
        ]
    )
    func avoids(_ rule: Rule) {
        for file in Self.files where !rule.isAllowed(file.path) && file.holds(rule.word) {
            for (index, line) in file.lines.enumerated() where Self.contains(line, rule.word) {
                Issue.record("\(rule.word) in \(file.path):\(index + 1)")
            }
        }
    }

    @Test("what the compiler does not prove safe is proved in a comment")
    func explainsUnsafe() {
        for file in Self.files where file.holds("nonisolated(unsafe)") {
            for (index, line) in file.lines.enumerated() where Self.contains(line, "nonisolated(unsafe)") {
                let before = index > 0 ? file.lines[index - 1].drop { $0 == " " } : ""
                #expect(line.contains("//") || before.hasPrefix("//"), "\(file.path):\(index + 1)")
            }
        }
    }

    @Test("a word is found as a word")
    func findsWords() {
        #expect(Self.contains("// TODO: later", "TODO"))
        #expect(!Self.contains("firn-XXXXXX", "XXX"))
        #expect(Self.contains("let x = try! f()", "try!"))
        #expect(!Self.contains("// retry!", "try!"))
        #expect(Self.contains("y as! Z", "as!"))
        #expect(!Self.contains("prefersAmazonDate()", "Date()"))
        #expect(Self.contains("let now = Date()", "Date()"))
        #expect(!Self.contains("Date(timeIntervalSince1970: 0)", "Date()"))
    }

    @Test("no folder or file is named after what it might hold besides")
    func namesFolders() {
        for file in ProjectFolder.sources + ProjectFolder.tests {
            for word in ["Utils", "Common", "Helpers", "Manager"] {
                #expect(!file.path.contains(word), "\(file.path)")
            }
        }
    }

    @Test("no file names a path of the machine it was written on")
    func namesNoWorkplace() {
        let workplace = ["", "work", ""].joined(separator: "/")
        for file in ProjectFolder.everything where file.holds(workplace) {
            for (index, line) in file.lines.enumerated() where line.contains(workplace) {
                Issue.record("\(file.path):\(index + 1)")
            }
        }
    }

    /// Whether a line holds a word, not as a piece of a longer one.
    private static func contains(_ line: Substring, _ word: String) -> Bool {
        let isPart = { (character: Character?) in character?.isLetter == true || character?.isNumber == true }
        return line.ranges(of: word).contains { range in
            let before = range.lowerBound > line.startIndex ? line[line.index(before: range.lowerBound)] : nil
            let behind = range.upperBound < line.endIndex ? line[range.upperBound] : nil
            return !(isPart(word.first) && isPart(before)) && !(isPart(word.last) && isPart(behind))
        }
    }
}
