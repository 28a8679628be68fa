import Foundation
import SigV4
import TreeHash

/// One file, one server, and each program in turn that uploads and downloads it: MB (10⁶ bytes) per second on the clock
/// from the start of the program to its end, and the most memory that it had. The best of several counts.
///
/// `FIRN_BENCHMARK_MIB` is the size of the file.
func transferBenchmark(rounds: Int = 3) async throws -> [BenchmarkRow] {
    let mebibytes = ProcessInfo.processInfo.environment["FIRN_BENCHMARK_MIB"].flatMap { Int($0) } ?? 1024
    guard try freeTemporaryBytes() > Int64(mebibytes) << 23 else {
        throw BenchmarkError("there is no room for files of \(mebibytes) MiB")
    }
    return try await withTemporaryFolder { folder in
        let file = folder.appendingPathComponent("payload")
        let expected = try writeRandomFile(mebibytes: mebibytes, to: file)
        return try await ServerProcess.with(.firn) { server in
            let transfers = Transfers(server: server, folder: folder, file: file, treeHash: expected)
            try transfers.makeVault()
            return try transfers.rows(rounds: rounds, megabytes: Double(mebibytes << 20) / 1e6)
        }
    }
}

/// A run of a program.
struct TransferRun {
    let clock: Duration
    let processor: Duration
    let peakBytes: Int
    let output: Data
}

private struct Transfers {
    let server: ServerProcess
    let folder: URL
    let file: URL
    let treeHash: String
    private let vault = "benchmark"

    init(server: ServerProcess, folder: URL, file: URL, treeHash: String) {
        (self.server, self.folder, self.file, self.treeHash) = (server, folder, file, treeHash)
    }

    func makeVault() throws {
        let script = "import boto3, sys; boto3.client('glacier').create_vault(vaultName=sys.argv[1])"
        let python = ProcessInfo.processInfo.environment["FIRN_BENCHMARK_PYTHON"] ?? "python3"
        _ = try run([python, "-c", script, vault])
    }

    func rows(rounds: Int, megabytes: Double) throws -> [BenchmarkRow] {
        var best: [TransferProgram.Direction: [TransferProgram: TransferRun]] = [:], archive = ""
        for _ in 0..<rounds {
            for direction in TransferProgram.Direction.allCases {
                for program in TransferProgram.allCases where program.does(direction) {
                    let target = direction == .upload ? file : folder.appendingPathComponent("download")
                    let run = try run(program.command(direction, file: target, vault: vault, archive: archive))
                    if direction == .upload {
                        archive = try archiveID(in: run.output)
                    } else {
                        try check(target, program)
                    }
                    let known = best[direction]?[program]
                    if known.map({ run.clock < $0.clock }) ?? true { best[direction, default: [:]][program] = run }
                }
            }
        }
        return TransferProgram.Direction.allCases.flatMap { direction in
            rows(direction, best[direction] ?? [:], megabytes)
        }
    }

    private func rows(
        _ direction: TransferProgram.Direction,
        _ best: [TransferProgram: TransferRun],
        _ megabytes: Double
    ) -> [BenchmarkRow] {
        let programs = TransferProgram.allCases.filter { best[$0] != nil }
        let measures: [(name: String, unit: String, value: (TransferRun) -> Double)] = [
            ("rate", "MB/s", { megabytes / ($0.clock / .seconds(1)) }),
            ("processor time of the client", "s", { $0.processor / .seconds(1) }),
            ("memory of the client", "MiB", { Double($0.peakBytes) / Double(1 << 20) }),
        ]
        return measures.flatMap { measure in
            let reference = best[.boto3].map(measure.value) ?? 0
            return programs.compactMap { program in
                best[program].map { run in
                    BenchmarkRow(
                        name: "\(direction.rawValue), \(measure.name), \(program.rawValue)",
                        value: measure.value(run),
                        unit: measure.unit,
                        ratio: program == .boto3 ? nil : measure.value(run) / reference,
                        reference: program == .boto3 ? nil : "boto3"
                    )
                }
            }
        }
    }

    private func archiveID(in output: Data) throws -> String {
        let document = try JSONSerialization.jsonObject(with: output) as? [String: Any]
        guard let id = (document?["archiveId"] ?? document?["ArchiveId"]) as? String else {
            throw BenchmarkError("no archive id in \(String(decoding: output, as: UTF8.self))")
        }
        return id
    }

    private func check(_ file: URL, _ program: TransferProgram) throws {
        var hasher = PayloadHasher()
        let handle = try FileHandle(forReadingFrom: file)
        while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty { hasher.update(piece) }
        try handle.close()
        guard hasher.finalize().tree.hex == treeHash else {
            throw BenchmarkError("\(program.rawValue) downloaded other bytes")
        }
        try FileManager.default.removeItem(at: file)
    }

    /// Runs a program in a process that nothing else runs in, and that says what it took.
    private func run(_ command: [String]) throws -> TransferRun {
        let environment = ProcessInfo.processInfo.environment
        let process = Process(), output = Pipe(), usage = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [environment["FIRN_BENCHMARK_PYTHON"] ?? "python3", "-c", Self.watcher] + command
        process.environment =
            environment.filter { !$0.key.hasPrefix("AWS_") }.merging([
                "AWS_ENDPOINT_URL_GLACIER": "http://\(server.address)",
                "AWS_ACCESS_KEY_ID": ServerProcess.credentials.accessKeyID,
                "AWS_SECRET_ACCESS_KEY": ServerProcess.credentials.secretAccessKey,
                "AWS_DEFAULT_REGION": "us-east-1", "AWS_REGION": "us-east-1",
                "FIRN_LOCAL_CATALOGUE": folder.appendingPathComponent("catalogue.sqlite").path,
            ]) { $1 }
        process.standardOutput = output
        process.standardError = usage
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let words = try output.fileHandleForReading.readToEnd() ?? Data()
        let told = String(decoding: try usage.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        let numbers = told.split(separator: "\n").last?.split(separator: " ").compactMap { Double($0) } ?? []
        guard process.terminationStatus == 0, numbers.count == 3 else {
            throw BenchmarkError("\(command.joined(separator: " ")): \(told)")
        }
        return TransferRun(
            clock: .seconds(numbers[0]),
            processor: .seconds(numbers[1]),
            peakBytes: Int(numbers[2]) << 10,
            output: words
        )
    }

    /// Prints seconds on the clock, seconds of processor time, and KiB of memory of the program that it runs.
    private static let watcher = """
        import resource, subprocess, sys, time
        start = time.perf_counter()
        done = subprocess.run(sys.argv[1:])
        clock = time.perf_counter() - start
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(clock, usage.ru_utime + usage.ru_stime, usage.ru_maxrss, file=sys.stderr)
        sys.exit(done.returncode)
        """
}
