import Foundation
import TreeHash

/// `firn treehash` and botocore's `calculate_tree_hash` on the same file, which is in the page cache: MB (10⁶ bytes)
/// per second of processor time, which is what one core does, and per second on the clock, with all that there are.
///
/// The two take turns, and the best of each counts. For the command everything counts, its start too; for botocore only
/// the call, not the start of Python. `FIRN_BENCHMARK_PYTHON` names a Python that has botocore; otherwise it is
/// `python3`.
func treeHashCommandBenchmark(mebibytes: Int = 512, rounds: Int = 7) async throws -> [BenchmarkRow] {
    guard try freeTemporaryBytes() > Int64(mebibytes) << 21 else {
        throw BenchmarkError("there is no room for a file of \(mebibytes) MiB")
    }
    return try await withTemporaryFolder { folder in
        let file = folder.appendingPathComponent("payload")
        let expected = try writeRandomFile(mebibytes: mebibytes, to: file)
        var best: [HashProgram: HashRun] = [:]
        for _ in 0..<rounds {
            for program in HashProgram.allCases {
                let run = try program.run(on: file)
                guard run.hash == expected else { throw BenchmarkError("\(program.rawValue): wrong hash \(run.hash)") }
                best[program] = run.better(than: best[program])
            }
        }
        return rows(best, megabytes: Double(mebibytes << 20) / 1e6)
    }
}

/// What computes a file's tree hash in a process of its own.
private enum HashProgram: String, CaseIterable {
    case botocore
    case firn = "firn treehash"
}

private struct HashRun {
    let hash: String
    var processor: Duration
    var clock: Duration

    func better(than other: HashRun?) -> HashRun {
        guard let other else { return self }
        return HashRun(hash: hash, processor: min(processor, other.processor), clock: min(clock, other.clock))
    }
}

extension HashProgram {
    /// Prints the hash, and the seconds of processor time and on the clock that the call took.
    private static let script = """
        import sys, time
        from botocore.utils import calculate_tree_hash
        with open(sys.argv[1], "rb") as file:
            clock, processor = time.perf_counter(), time.process_time()
            hash = calculate_tree_hash(file)
            print(hash, time.process_time() - processor, time.perf_counter() - clock)
        """

    func run(on file: URL) throws -> HashRun {
        switch self {
        case .botocore:
            let python = ProcessInfo.processInfo.environment["FIRN_BENCHMARK_PYTHON"] ?? "python3"
            let words = try output(of: ["/usr/bin/env", python, "-c", Self.script, file.path])
            guard words.count == 3, let processor = Double(words[1]), let clock = Double(words[2]) else {
                throw BenchmarkError("\(python) says: \(words.joined(separator: " "))")
            }
            return HashRun(hash: words[0], processor: .seconds(processor), clock: .seconds(clock))
        case .firn:
            let binary = ProcessInfo.processInfo.environment["FIRN_BINARY"] ?? ".build/release/firn"
            let before = childrensProcessorTime()
            var words: [String] = []
            let clock = try ContinuousClock().measure { words = try output(of: [binary, "treehash", file.path]) }
            return HashRun(hash: words.first ?? "", processor: childrensProcessorTime() - before, clock: clock)
        }
    }
}

/// The words that a program prints before it ends well.
private func output(of command: [String]) throws -> [String] {
    let process = Process(), pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: command[0])
    process.arguments = Array(command.dropFirst())
    process.standardOutput = pipe
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
        throw BenchmarkError("\(command[0]) ended with status \(process.terminationStatus)")
    }
    return String(decoding: data, as: UTF8.self).split(whereSeparator: \.isWhitespace).map(String.init)
}

/// Random bytes, of which the tree hash is returned.
func writeRandomFile(mebibytes: Int, to file: URL) throws -> String {
    try Data().write(to: file)
    let handle = try FileHandle(forWritingTo: file)
    var generator = SystemRandomNumberGenerator(), hasher = PayloadHasher()
    for _ in 0..<mebibytes {
        let words = (0..<(1 << 17)).map { _ in generator.next() as UInt64 }
        let piece = words.withUnsafeBytes { Data($0) }
        hasher.update(piece)
        try handle.write(contentsOf: piece)
    }
    try handle.close()
    return hasher.finalize().tree.hex
}

private func rows(_ best: [HashProgram: HashRun], megabytes: Double) -> [BenchmarkRow] {
    let times: [(name: String, time: KeyPath<HashRun, Duration>)] = [
        ("one core", \.processor), ("all cores", \.clock),
    ]
    return times.flatMap { name, time in
        var reference: BenchmarkRow?
        return HashProgram.allCases.map { program in
            let rate = best[program].map { megabytes / ($0[keyPath: time] / .seconds(1)) } ?? 0
            let row = BenchmarkRow(
                name: "\(program.rawValue), \(name)",
                value: rate,
                unit: "MB/s",
                ratio: reference.map { rate / $0.value },
                reference: reference?.name
            )
            reference = reference ?? row
            return row
        }
    }
}
