import Foundation
import NIOPosix

/// A program that gives out credentials on its standard output. Its standard error is this process's own, so that it
/// can speak to whoever started us; it has no standard input.
struct Program: Sendable {
    struct NotFound: Error {}
    struct TooMuchOutput: Error {}

    /// Documents with credentials have a few KiB.
    private static let largestOutput = 1 << 20

    private let path: String
    private let arguments: [String]
    private let environment: [String: String]

    /// - Parameter command: a path, or a name that is looked for in the folders of `PATH`, and its arguments.
    /// - Throws: `NotFound`
    init(_ command: [String], environment: [String: String]) throws {
        guard let name = command.first else { throw NotFound() }
        let folders = (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        let places = name.contains("/") ? [name] : folders.map { "\($0)/\(name)" }
        guard let path = places.first(where: FileManager.default.isExecutableFile(atPath:)) else { throw NotFound() }
        (self.path, arguments, self.environment) = (path, Array(command.dropFirst()), environment)
    }

    /// Runs it to its end, on a thread of its own; it is told to end when the task is cancelled.
    func outcome() async throws -> ChainSurroundings.ProgramOutcome {
        let process = Process(), output = Pipe()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        try process.run()
        let result = try await withTaskCancellationHandler {
            try await NIOThreadPool.singleton.runIfActive { try Self.finish(process, output.fileHandleForReading) }
        } onCancel: {
            process.terminate()
        }
        try Task.checkCancellation()
        return result
    }

    private static func finish(_ process: Process, _ output: FileHandle) throws -> ChainSurroundings.ProgramOutcome {
        var bytes: [UInt8] = []
        while let more = try output.read(upToCount: 1 << 16), !more.isEmpty {
            bytes += more
            if bytes.count > largestOutput {
                process.terminate()
                throw TooMuchOutput()
            }
        }
        process.waitUntilExit()
        return ChainSurroundings.ProgramOutcome(status: process.terminationStatus, output: bytes)
    }
}
