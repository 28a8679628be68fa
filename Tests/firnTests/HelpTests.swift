import ArgumentParser
import Foundation
import Testing
@testable import firn

@Suite("What commands say of themselves")
struct HelpTests {
    @Test("the help of a command is that of its golden file", arguments: ["treehash"])
    func golden(_ name: String) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/help")
        let expected = try String(contentsOf: folder.appending(path: "\(name).txt"), encoding: .utf8)
        let command = try #require(Firn.configuration.subcommands.first { $0.configuration.commandName == name })
        #expect(Firn.helpMessage(for: command, columns: 100) + "\n" == expected)
    }
}
