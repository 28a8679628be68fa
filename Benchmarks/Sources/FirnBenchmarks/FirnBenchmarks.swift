import Foundation
import UnixSignals

/// Prints the benchmarks' tables: all of them, or those that the arguments name. Nothing is asserted about a time; every
/// ratio is between two numbers of the same run.
@main
struct FirnBenchmarks {
    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        do {
            if arguments.first == Sink.command {
                try await Sink.run(
                    readyFile: arguments.dropFirst().first,
                    folder: arguments.dropFirst(2).first
                )
            } else {
                try await run(try benchmarks(named: arguments))
            }
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            exit(1)
        }
    }

    private static func benchmarks(named names: [String]) throws -> [Benchmark] {
        guard !names.isEmpty else { return Benchmark.allCases }
        return try names.map { name in
            guard let benchmark = Benchmark(rawValue: name) else {
                let known = Benchmark.allCases.map(\.rawValue).joined(separator: ", ")
                throw BenchmarkError("there is no benchmark \(name), only \(known)")
            }
            return benchmark
        }
    }

    /// Runs the benchmarks until they are done or a signal asks for the end, and ends their servers either way. One
    /// that fails does not keep the others from running.
    ///
    /// - Throws: `BenchmarkError` when one of them failed, which has been said by then, or a signal came.
    private static func run(_ benchmarks: [Benchmark]) async throws {
        defer { TemporaryFolder.remove() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for await signal in await UnixSignalsSequence(trapping: .sigint, .sigterm) {
                    throw BenchmarkError("ended by \(signal)")
                }
            }
            group.addTask {
                var failed: [String] = []
                for benchmark in benchmarks {
                    do {
                        try await show(benchmark)
                    } catch {
                        try Task.checkCancellation()
                        FileHandle.standardOutput.write(Data("\(benchmark.rawValue): failed: \(error)\n\n".utf8))
                        failed.append(benchmark.rawValue)
                    }
                }
                guard failed.isEmpty else { throw BenchmarkError("failed: \(failed.joined(separator: ", "))") }
            }
            try await group.next()
            group.cancelAll()
        }
    }

    private static func show(_ benchmark: Benchmark) async throws {
        let start = ContinuousClock.now
        let table = benchmarkTable(try await benchmark.rows())
        let seconds = ((ContinuousClock.now - start) / .seconds(1)).rounded()
        let text = "\(benchmark.rawValue): \(benchmark.meaning)\n\n\(table)\n\n(in \(Int(seconds)) s)\n\n"
        FileHandle.standardOutput.write(Data(text.utf8))
    }
}

/// Why a benchmark has no result, in words for whoever started it.
struct BenchmarkError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
