import ArgumentParser
import Foundation

/// Whether what cannot be taken back is done without a question.
struct ConfirmationOptions: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Do it without a question.") var yes = false

    /// What a person has to type.
    enum Answer {
        /// `y` or `yes`.
        case yes
        /// A text, such as the name of a vault, which nobody types by mistake.
        case exactly(String)
    }

    /// Returns when it may be done: `--yes` was given, or somebody at the terminal says so.
    ///
    /// - Parameter question: one or more lines, without a question mark's choices.
    /// - Throws: `CommandFailure`: `failure` where somebody says no, `usage` where nobody can be asked.
    func confirm(_ question: String, by answer: Answer = .yes) throws {
        if yes { return }
        guard Terminal(.input).isTerminal, Terminal(.error).isTerminal else {
            throw CommandFailure(.usage, "\(question)\nNobody can be asked here: give --yes to do it")
        }
        let choice =
            switch answer {
            case .yes: "[y/N] "
            case .exactly(let text): "Type \(text) to go on: "
            }
        FileHandle.standardError.write(Data("\(question) \(choice)".utf8))
        let given = readLine()?.trimmingCharacters(in: .whitespaces) ?? ""
        let isYes =
            switch answer {
            case .yes: ["y", "yes"].contains(given.lowercased())
            case .exactly(let text): given == text
            }
        if !isYes { throw CommandFailure(.failure, "nothing was done") }
    }
}
