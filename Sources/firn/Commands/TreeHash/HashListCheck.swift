import ArgumentParser
import Foundation
import Glacier

/// `firn treehash --check`
struct HashListCheck {
    /// What is printed on standard output.
    enum Prints {
        case everything
        case failures
    }

    let hashing: NamedHashing
    let prints: Prints

    /// Compares the files that a list names with their hashes there.
    ///
    /// - Parameter list: its path, or `-`.
    /// - Throws: `ExitCode` 1 when any line is not as it should be, or there is none.
    func run(list: String) async throws {
        var isGood = true, checked = 0
        for (index, line) in try Self.lines(of: list).enumerated() where !line.isEmpty {
            guard let expected = HashLine(line, hashes: hashing.hashes == .tree ? 1 : 2) else {
                reportProblem(with: list, "line \(index + 1) is not a line of hashes")
                isGood = false
                continue
            }
            checked += 1
            if try await !matches(expected) { isGood = false }
        }
        if checked == 0 { reportProblem(with: list, "has no lines of hashes") }
        guard isGood, checked > 0 else { throw ExitCode(1) }
    }

    private func matches(_ expected: HashLine) async throws -> Bool {
        do {
            let hash = try await hashing.hash(of: expected.name)
            let isMatch = hash.tree == expected.tree && hash.linear == expected.linear
            if prints == .everything || !isMatch { print("\(expected.name): \(isMatch ? "OK" : "FAILED")") }
            return isMatch
        } catch let error as FileHashError {
            reportProblem(with: expected.name, error)
            print("\(expected.name): FAILED open or read")
            return false
        }
    }

    /// What ends with a line feed is a line, and so is what follows the last one; both may have a carriage return.
    private static func lines(of list: String) throws -> [Substring] {
        let bytes: Data
        do {
            bytes =
                list == "-"
                ? try FileHandle.standardInput.readToEnd() ?? Data()
                : try Data(contentsOf: URL(fileURLWithPath: list))
        } catch {
            reportProblem(with: list, "cannot be read")
            throw ExitCode(1)
        }
        return String(decoding: bytes, as: UTF8.self).utf8.split(
            separator: UInt8(ascii: "\n"),
            omittingEmptySubsequences: false
        ).map { line in Substring(line.last == UInt8(ascii: "\r") ? line.dropLast() : line) }
    }
}
