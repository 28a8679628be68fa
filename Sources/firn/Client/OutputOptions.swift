import ArgumentParser
import Foundation
import JSONText

/// How a command says what came of it.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print JSON, with the names that the API has.") var json = false
    @Flag(name: .shortAndLong, help: "Print no more than is needed.") var quiet = false
    @Flag(help: "Print sizes in bytes.") var bytes = false
    @Option(help: "When colours are used. [NO_COLOR]") var color = ColorChoice.auto

    /// What is on the other side of the standard output.
    var terminal: Terminal { Terminal(.output, color: color) }

    /// What is on the other side of the standard error, where progress and notes go.
    var errorTerminal: Terminal { Terminal(.error, color: color) }

    var sizes: HumanSize.Style { bytes ? .exact : .rounded }

    /// Prints a result on the standard output: with `--json` the document on one line, else the text.
    ///
    /// - Parameter text: lines without a line feed at the end; nothing is printed where it is empty.
    func show(_ document: JSONObject, _ text: (Terminal) -> String) {
        if json {
            write(document.bytes)
        } else {
            let text = text(terminal)
            if !text.isEmpty { write(Array(text.utf8)) }
        }
    }

    /// Prints that something is done: nothing with `--quiet`, unless it is JSON that was asked for.
    func report(_ document: JSONObject, _ text: @autoclosure () -> String) {
        show(document) { _ in quiet ? "" : text() }
    }

    /// Prints one object of a stream of them, on a line of its own: with `--json` only.
    func stream(_ document: JSONObject) { if json { write(document.bytes) } }

    /// Tells something by the way, on the standard error; nothing with `--quiet`.
    func note(_ text: @autoclosure () -> String) {
        if !quiet { FileHandle.standardError.write(Data("\(text())\n".utf8)) }
    }

    private func write(_ line: [UInt8]) {
        // Through the same buffer as `print`, so that lines keep their order.
        print(String(decoding: line, as: UTF8.self))
    }
}
