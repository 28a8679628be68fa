import ArgumentParser
import Foundation

/// A small document from a file or, where the name is `-`, from the standard input.
struct DocumentArgument: ExpressibleByArgument, CustomStringConvertible {
    let description: String

    /// Bytes: more than any document that the API takes.
    private static let largest = 1 << 20

    init?(argument: String) {
        guard !argument.isEmpty else { return nil }
        description = argument
    }

    /// The text, as it is.
    ///
    /// - Throws: `CommandFailure`, where it cannot be read, is no UTF-8, is empty or has more than 1 MiB.
    func text() throws -> String {
        let name = description == "-" ? "the standard input" : description
        let bytes: Data
        do {
            let file =
                description == "-"
                ? FileHandle.standardInput : try FileHandle(forReadingFrom: URL(fileURLWithPath: description))
            bytes = try Self.read(file)
        } catch {
            throw CommandFailure(.failure, "\(name) cannot be read")
        }
        guard bytes.count <= Self.largest else { throw CommandFailure(.failure, "\(name) has more than 1 MiB") }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CommandFailure(.failure, "\(name) is not UTF-8 text")
        }
        guard text.contains(where: { !$0.isWhitespace }) else { throw CommandFailure(.failure, "\(name) is empty") }
        return text
    }

    /// A pipe gives what it has at the moment, so it is asked until it has ended.
    private static func read(_ file: FileHandle) throws -> Data {
        var bytes = Data()
        while bytes.count <= largest, let more = try file.read(upToCount: largest), !more.isEmpty { bytes += more }
        return bytes
    }
}
