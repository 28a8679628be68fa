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
        /// The same HTTP server, which writes each body into a file and syncs it.
        case storingSink = "storing sink"
        /// A server in C that receives and sends files.
        case nginx
    }

    let kind: Kind
    /// The address and port of the API.
    let address: String
    /// Time from the start of the program until it said that it was ready, looked at every millisecond.
    let startTime: Duration
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
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let start = ContinuousClock.now
        let process = try Self.start(kind, in: folder)
        defer { end(process) }
        let address = try await address(of: process, kind, in: folder)
        let server = ServerProcess(
            kind: kind,
            address: address,
            startTime: ContinuousClock.now - start,
            identifier: process.processIdentifier
        )
        return try await body(server)
    }

    /// Asks the server to end, and ends it when it takes more than five seconds.
    private static func end(_ process: Process) {
        process.terminate()
        for _ in 0..<500 where process.isRunning { usleep(10_000) }
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }

    /// The catalogue of a server of its own kind that runs, or ran, in a folder.
    static func catalogueFile(in folder: URL) -> URL {
        folder.appendingPathComponent("data").appendingPathComponent("catalogue.sqlite")
    }

    private static func start(_ kind: Kind, in folder: URL) throws -> Process {
        let process = Process()
        let log = folder.appendingPathComponent("server.log")
        try Data().write(to: log)
        let readyFile = folder.appendingPathComponent("ready.json")
        try? FileManager.default.removeItem(at: readyFile)
        let output = try FileHandle(forWritingTo: log)
        process.standardOutput = output
        process.standardError = output
        process.standardInput = FileHandle.nullDevice
        var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("FIRN_") }
        switch kind {
        case .firn:
            process.executableURL = try binary()
            process.arguments = [
                "serve", "--data", folder.appendingPathComponent("data").path, "--listen", "127.0.0.1:0", "--operator",
                "127.0.0.1:0", "--ready-file", readyFile.path,
            ]
            environment["FIRN_ROOT_ACCESS_KEY_ID"] = credentials.accessKeyID
            environment["FIRN_ROOT_SECRET_ACCESS_KEY"] = credentials.secretAccessKey
        case .sink, .storingSink:
            process.executableURL = Bundle.main.executableURL
            let files = kind == .storingSink ? [try folder.folder("files").path] : []
            process.arguments = [Sink.command, readyFile.path] + files
            environment.merge(allocatorSettings) { $1 }
        case .nginx:
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = try Nginx.prepare(in: folder, readyFile: readyFile)
            // Debian keeps it out of the search path of users.
            environment["PATH", default: "/usr/bin:/bin"] += ":/usr/sbin"
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
            let listens =
                kind != .nginx || FileManager.default.fileExists(atPath: Nginx.processFile(in: folder).path)
            if listens, let json = try? Data(contentsOf: folder.appendingPathComponent("ready.json")),
                let ready = try? JSONDecoder().decode(ReadyFile.self, from: json)
            {
                return ready.listen
            }
            try await Task.sleep(for: .milliseconds(1))
        }
        let log = try String(contentsOf: folder.appendingPathComponent("server.log"), encoding: .utf8)
        throw BenchmarkError("the server \(kind.rawValue) did not start:\n\(log)")
    }
}

extension ServerProcess {
    /// Bytes of memory that the process had at most at once.
    func peakResidentBytes() throws -> Int { try status("VmHWM") }

    /// Bytes of memory that the process has.
    func residentBytes() throws -> Int { try status("VmRSS") }

    /// A line of the process's status, in bytes.
    /// Source: https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
    private func status(_ name: String) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(identifier)/status", encoding: .utf8)
        for line in status.split(separator: "\n") where line.hasPrefix("\(name):") {
            if let kibibytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Int($0) }) {
                return kibibytes << 10
            }
        }
        throw BenchmarkError("the memory of process \(identifier) is not known")
    }

    /// Processor time that all threads of the process and of those that it started have taken, in steps of 10 ms.
    func processorTime() throws -> Duration {
        let children = try String(contentsOfFile: "/proc/\(identifier)/task/\(identifier)/children", encoding: .utf8)
        return try children.split(separator: " ").compactMap { Int32($0) }
            .reduce(processorTime(of: identifier)) { try $0 + processorTime(of: $1) }
    }

    /// Source: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
    private func processorTime(of identifier: Int32) throws -> Duration {
        let text = try String(contentsOfFile: "/proc/\(identifier)/stat", encoding: .utf8)
        // The name in parentheses may hold spaces; the third field follows it. Time is in the fields 14 and 15.
        let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Int(fields[11]), let system = Int(fields[12]) else {
            throw BenchmarkError("the processor time of process \(identifier) is not known")
        }
        return .seconds(user + system) / sysconf(Int32(_SC_CLK_TCK))
    }
}
