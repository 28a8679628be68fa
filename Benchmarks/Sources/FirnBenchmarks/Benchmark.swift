/// The benchmarks, by the names that select them on the command line.
enum Benchmark: String, CaseIterable {
    case treehash
    case treehashCommand = "treehash-command"
    case transfer
    case ingest
    case archives
    case output
    case disk
    case listParts = "list-parts"
    case smallRequests = "small-requests"
    case inventory
    case policy
    case complete
    case scale

    /// What is measured, in one line.
    var meaning: String {
        switch self {
        case .treehash: "linear hash and tree hash of a payload, per second of processor time"
        case .treehashCommand: "firn treehash on a file, against botocore's function on the same file (best of several)"
        case .transfer: "a file up and down, by firn, boto3 and the AWS CLI, over loopback (best of several)"
        case .ingest: "signed parts over loopback, against servers that only store them (medians)"
        case .archives: "durable archives of 1 KiB, against appending to a file and syncing it (medians)"
        case .output: "ranges of 64 MiB of a job's output, against nginx sending a file of that size (medians)"
        case .disk: "ways to write files and to make small writes durable (medians)"
        case .listParts: "time of a page of 10 parts, one connection (medians)"
        case .complete: "time of CompleteMultipartUpload, one request at a time"
        case .scale: "a catalogue of 10,000,000 archives, against an empty one (medians)"
        case .smallRequests:
            "small signed requests, against a fixed answer of the same server and of a bare one (medians)"
        case .inventory: "an inventory of 1,000,000 archives, against sqlite3 exporting the same rows"
        case .policy: "deciding a request by policies of 50 statements, in processor time (medians)"
        }
    }

    /// Runs the benchmark.
    func rows() async throws -> [BenchmarkRow] {
        switch self {
        case .treehash: treeHashBenchmark()
        case .treehashCommand: try await treeHashCommandBenchmark()
        case .transfer: try await transferBenchmark()
        case .ingest: try await ingestBenchmark()
        case .archives: try await archivesBenchmark()
        case .output: try await outputBenchmark()
        case .disk: try await diskBenchmark()
        case .listParts: try await listPartsBenchmark()
        case .complete: try await completeBenchmark()
        case .scale: try await scaleBenchmark()
        case .smallRequests: try await smallRequestsBenchmark()
        case .inventory: try await inventoryBenchmark()
        case .policy: try policyBenchmark()
        }
    }
}
