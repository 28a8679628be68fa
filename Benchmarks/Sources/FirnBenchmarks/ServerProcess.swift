import Foundation
import SigV4

/// What a server writes into its ready file, as far as it matters here.
struct ReadyFile: Codable {
    /// The address and port of the API.
    let listen: String
}

/// A server in a process of its own, on a free port of the loopback interface, with an empty temporary folder.
struct ServerProcess: Sendable {
    enum Kind: String {
        /// The real server: the release binary, its settings left at their defaults.
        case firn
        /// The same HTTP server with nothing behind it.
        case sink
    }

    /// The address and port of the API.
    let address: String
    private let identifier: Int32

    /// Keys that a server accepts here: they open nothing but its temporary folder.
    static let credentials = SigningCredentials(
        accessKeyID: "AKIAFIRNBENCHMARKKEY",
        secretAccessKey: "firn/benchmarks/secret/of/forty/letters0"
    )

    /// Lends a running server to `body`, then ends it and removes its folder, whatever happened.
    static func with<Result>(_ kind: Kind, _ body: (ServerProcess) async throws -> Result) async throws -> Result {
        try await withTemporaryFolder { folder in try await with(kind, in: folder, body) }
    }

    /// As ``with(_:_:)``, in a folder that is there already and stays: what an earlier server left in it is found again.
    static func with<Result>(
        _ kind: Kind,
        in folder: URL,
        _ body: (ServerProcess) async throws -> Result
    ) async throws -> Result {
        let process = try start(kind, in: folder)
        defer {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        let address = try await address(of: process, kind, in: folder)
        return try await body(ServerProcess(address: address, identifier: process.processIdentifier))
    }

    /// The catalogue of a server of its own kind that runs, or ran, in a folder.
    static func catalogueFile(in folder: URL) -> URL {
        folder.appendingPathComponent("data").appendingPathComponent("catalogue.sqlite")
    }

    private static func start(_ kind: Kind, in folder: URL) throws -> Process {
        let process = Process()
        let log = folder.appendingPathComponent("server.log")
        try Data().write(to: log)
        try? FileManager.default.removeItem(at: folder.appendingPathComponent("ready.json"))
        let output = try FileHandle(forWritingTo: log)
        process.standardOutput = output
        process.standardError = output
        process.standardInput = FileHandle.nullDevice
        var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("FIRN_") }
        let readyFile = folder.appendingPathComponent("ready.json").path
        switch kind {
        case .firn:
            process.executableURL = try binary()
            process.arguments = [
                "serve", "--data", folder.appendingPathComponent("data").path, "--listen", "127.0.0.1:0", "--operator",
                "127.0.0.1:0", "--ready-file", readyFile,
            ]
            environment["FIRN_ROOT_ACCESS_KEY_ID"] = credentials.accessKeyID
            environment["FIRN_ROOT_SECRET_ACCESS_KEY"] = credentials.secretAccessKey
        case .sink:
            process.executableURL = Bundle.main.executableURL
            process.arguments = [Sink.command, readyFile]
            environment.merge(allocatorSettings) { $1 }
        }
        process.environment = environment
        try process.run()
        return process
    }

    /// The same settings of the allocator that the server gives itself, so that they make no difference between the two.
    /// Source: https://man7.org/linux/man-pages/man3/mallopt.3.html
    private static let allocatorSettings = [
        "MALLOC_MMAP_THRESHOLD_": String(32 << 20),
        "MALLOC_TRIM_THRESHOLD_": String(64 << 20),
        "MALLOC_TOP_PAD_": String(16 << 20),
    ]

    /// The server's binary: `FIRN_BINARY`, or where a release build in the current folder puts it.
    private static func binary() throws -> URL {
        let path = ProcessInfo.processInfo.environment["FIRN_BINARY"] ?? ".build/release/firn"
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw BenchmarkError("there is no \(path): build it with swift build -c release --product firn")
        }
        return URL(fileURLWithPath: path)
    }

    /// Waits until the server has said where it listens.
    private static func address(of process: Process, _ kind: Kind, in folder: URL) async throws -> String {
        let deadline = ContinuousClock.now + .seconds(30)
        while process.isRunning, ContinuousClock.now < deadline {
            if let json = try? Data(contentsOf: folder.appendingPathComponent("ready.json")),
                let ready = try? JSONDecoder().decode(ReadyFile.self, from: json)
            {
                return ready.listen
            }
            try await Task.sleep(for: .milliseconds(10))
        }
        let log = try String(contentsOf: folder.appendingPathComponent("server.log"), encoding: .utf8)
        throw BenchmarkError("the server \(kind.rawValue) did not start:\n\(log)")
    }
}

extension ServerProcess {
    /// Bytes of memory that the process had at most at once.
    /// Source: https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
    func peakResidentBytes() throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(identifier)/status", encoding: .utf8)
        for line in status.split(separator: "\n") where line.hasPrefix("VmHWM:") {
            if let kibibytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Int($0) }) {
                return kibibytes << 10
            }
        }
        throw BenchmarkError("the memory of process \(identifier) is not known")
    }

    /// Processor time that all threads of the process have taken, in steps of 10 ms.
    /// Source: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
    func processorTime() throws -> Duration {
        let text = try String(contentsOfFile: "/proc/\(identifier)/stat", encoding: .utf8)
        // The name in parentheses may hold spaces; the third field follows it. Time is in the fields 14 and 15.
        let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Int(fields[11]), let system = Int(fields[12]) else {
            throw BenchmarkError("the processor time of process \(identifier) is not known")
        }
        return .seconds(user + system) / sysconf(Int32(_SC_CLK_TCK))
    }
}
