import ArgumentParser
import Foundation
import Glacier
import JSONText
import TreeHash

/// `firn treehash`: tree hashes of files, as an upload of them has to name them.
struct TreeHashCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "treehash",
        abstract: "Print the SHA-256 tree hash of files, or check a list of them.",
        discussion: """
            Each line is a hash, two spaces and a name, as sha256sum writes them, also with its escapes for names with \
            line breaks and backslashes. Files are hashed with all processors, and with one where they have to be read \
            in order: pipes, and everything with --linear.

            A file that cannot be read, or that changes while it is read, is told on standard error; the others go on, \
            and the exit status is 1. It is 1 too when a file does not have the hash that the list says.
            """
    )

    @Argument(help: "Files; - is the standard input, which is read too if there are none.") var files: [String] = []
    @Option(help: "Hash these bytes alone, both ends included, as 0-1048575.") var range: InclusiveRange?
    @Flag(help: "Print the plain SHA-256 too, behind the tree hash.") var linear = false
    @Flag(help: "Print one JSON object on each line instead.") var json = false
    @Option(help: "Read a list from this file, or from - , and check the files that it names.") var check: String?
    @Flag(help: "With --check, do not print a line for each file that is as it should be.") var quiet = false

    func validate() throws {
        if quiet, check == nil { throw ValidationError("--quiet goes with --check only") }
        guard check != nil else { return }
        if !files.isEmpty { throw ValidationError("--check reads the names of the files from its list") }
        if json || range != nil { throw ValidationError("--check goes neither with --json nor with --range") }
    }

    func run() async throws {
        let hashing = NamedHashing(range: range?.bytes, hashes: linear ? .treeAndLinear : .tree)
        if let check {
            try await HashListCheck(hashing: hashing, prints: quiet ? .failures : .everything).run(list: check)
        } else {
            try await printHashes(hashing)
        }
    }

    private func printHashes(_ hashing: NamedHashing) async throws {
        var hasFailed = false
        for name in files.isEmpty ? ["-"] : files {
            do {
                let hash = try await hashing.hash(of: name)
                print(json ? jsonLine(hash, name) : HashLine(name: name, tree: hash.tree, linear: hash.linear).text)
            } catch let error as FileHashError {
                reportProblem(with: name, error)
                hasFailed = true
            }
        }
        if hasFailed { throw ExitCode(1) }
    }

    private func jsonLine(_ hash: FileHash, _ name: String) -> String {
        var object = JSONObject()
        object.add("name", name)
        object.add("range", range?.description)
        object.add("sha256", hash.linear?.hex)
        object.add("sha256TreeHash", hash.tree.hex)
        object.add("size", hash.byteCount)
        // Whether an archive of this file would give the range a hash; not known where the file's end is not.
        if let range, let size = hash.fileBytes {
            object.add("treeHashAligned", TreeAlignment.isTreeHashAligned(range.bytes, of: size))
        } else {
            object.add("treeHashAligned", String?.none)
        }
        return String(decoding: object.bytes, as: UTF8.self)
    }
}

/// A range as it is written on command lines and in requests: `first-last`.
struct InclusiveRange: ExpressibleByArgument, CustomStringConvertible {
    let bytes: Range<Int64>

    init?(argument: String) {
        let ends = argument.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let first = Self.number(ends[0]), let last = Self.number(ends[1]), first <= last,
            last < .max
        else { return nil }
        bytes = first..<last + 1
    }

    private static func number(_ digits: Substring) -> Int64? {
        digits.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int64(digits) : nil
    }

    var description: String { "\(bytes.lowerBound)-\(bytes.upperBound - 1)" }
}
