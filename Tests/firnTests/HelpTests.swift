import ArgumentParser
import Foundation
import Testing

@testable import firn

@Suite("What commands say of themselves")
struct HelpTests {
    /// A command and the words that lead to it, without the first.
    struct Named: Sendable, CustomTestStringConvertible {
        let words: [String]
        let type: any ParsableCommand.Type

        var testDescription: String { words.joined(separator: " ") }
    }

    /// The client's commands, those included that only hold others.
    static let commands: [Named] = Firn.configuration.groupedSubcommands
        .filter { !["Server", "Operator"].contains($0.name) }
        .flatMap { all($0.subcommands, []) }

    private static func all(_ commands: [any ParsableCommand.Type], _ words: [String]) -> [Named] {
        commands.flatMap { command in
            let words = words + [command._commandName]
            return [Named(words: words, type: command)] + all(command.configuration.subcommands, words)
        }
    }

    private func golden(_ name: String) throws -> String {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/help")
        return try String(contentsOf: folder.appending(path: "\(name).txt"), encoding: .utf8)
    }

    @Test("the help of a command is that of its golden file", arguments: commands)
    func command(_ command: Named) throws {
        let help = Firn.helpMessage(for: command.type, columns: 100) + "\n"
        #expect(try help == golden(command.words.joined(separator: "-")))
    }

    @Test("the first help of all shows a newcomer the way")
    func root() throws {
        #expect(try Firn.helpMessage(columns: 100) + "\n" == golden("firn"))
    }

    @Test("every golden file is that of a command")
    func files() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/help")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(Set(files) == Set(Self.commands.map { $0.words.joined(separator: "-") + ".txt" } + ["firn.txt"]))
    }
}
