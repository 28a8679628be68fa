import AsyncHTTPClient
import Foundation
import HTTPTypes
import NIOHTTP1
import TreeHash

/// How fast ranges of 64 MiB of a job's output arrive, MB (10⁶ bytes) per second over loopback, and how fast nginx
/// sends a file of that size to the same client. Both have been read once before, so the system may have them in
/// memory. They take turns; the client and the server share the machine's processors.
func outputBenchmark(rounds: Int = 5) async throws -> [BenchmarkRow] {
    let payload = Payload(byteCount: 64 << 20), parts = 16
    return try await withTemporaryFolder { folder in
        try await ServerProcess.with(.nginx, in: folder.appendingPathComponent("nginx")) { nginx in
            try await ServerProcess.with(.firn, in: folder.appendingPathComponent("firn")) { firn in
                try await GlacierClient.with(nginx, connections: 4) {
                    try await $0.putFiles(payload, count: 1, into: "", workers: 1)
                }
                let job = try await retrieval(of: payload, parts: parts, from: firn)
                settleDisk()
                let bytes = payload.byteCount
                let download = OutputDownload(nginx: nginx, firn: firn, job: job, bytes: bytes, count: parts)
                for series in OutputSeries.allCases { _ = try await download.measure(series) }
                let results = try await measured(OutputSeries.allCases, rounds: rounds) { series, _ in
                    try await download.measure(series)
                }
                return rows(results, \.rate, "MB/s") + rows(results, \.processor, "ms/GB", ", processor time")
            }
        }
    }
}

private enum OutputSeries: String, CaseIterable {
    case nginxOne = "nginx, 1 connection"
    case firnOne = "job output, 1 connection"
    case nginxFour = "nginx, 4 connections"
    case firnFour = "job output, 4 connections"

    var connections: Int { self == .nginxOne || self == .firnOne ? 1 : 4 }

    var reference: OutputSeries? {
        switch self {
        case .nginxOne, .nginxFour: nil
        case .firnOne: .nginxOne
        case .firnFour: .nginxFour
        }
    }
}

private struct OutputDownload {
    let nginx: ServerProcess
    let firn: ServerProcess
    let job: String
    /// Bytes of one range, or of nginx's file.
    let bytes: Int
    /// Ranges of the output.
    let count: Int

    func measure(_ series: OutputSeries) async throws -> Throughput {
        let server = series.reference == nil ? nginx : firn
        return try await GlacierClient.with(server, connections: series.connections) { client in
            let before = try server.processorTime()
            let time = try await ContinuousClock().measure {
                try await concurrently(series.connections) { worker in
                    for index in stride(from: worker, to: count, by: series.connections) {
                        let range = (index * bytes)..<((index + 1) * bytes)
                        let request =
                            server.kind == .firn ? client.output(of: job, range) : client.plainRequest(.get, "/0")
                        let received = try await client.download(request)
                        guard received == bytes else { throw BenchmarkError("only \(received) bytes") }
                    }
                }
            }
            return Throughput(bytes: bytes * count, time: time, processor: try server.processorTime() - before)
        }
    }
}

/// Makes an archive of equal parts and waits for the job that retrieves it.
private func retrieval(of payload: Payload, parts: Int, from server: ServerProcess) async throws -> String {
    try await GlacierClient.with(server, connections: 4) { client in
        try await client.createVault()
        let bytes = payload.byteCount
        let upload = try await client.startUpload(partBytes: bytes)
        try await client.putParts(payload, count: parts, partBytes: bytes, of: upload, workers: 4)
        guard let treeHash = TreeFolder.root(of: repeatElement(payload.treeHash, count: parts)) else {
            throw BenchmarkError("an upload without parts")
        }
        let answer = try await client.send(client.completion(of: upload, size: parts * bytes, treeHash: treeHash))
        guard let archive = answer.headers.first(name: "x-amz-archive-id") else {
            throw BenchmarkError("an archive without an id")
        }
        return try await client.finishedJob(#"{"Type":"archive-retrieval","ArchiveId":"\#(archive)"}"#)
    }
}

private func rows(
    _ results: [OutputSeries: [Throughput]],
    _ quantity: KeyPath<Throughput, Double>,
    _ unit: String,
    _ suffix: String = ""
) -> [BenchmarkRow] {
    OutputSeries.allCases.map { series in
        let value = results[series, default: []].median(quantity)
        return BenchmarkRow(
            name: "\(series.rawValue)\(suffix)",
            value: value,
            unit: unit,
            ratio: series.reference.map { value / results[$0, default: []].median(quantity) },
            reference: series.reference.map { String($0.rawValue.prefix { $0 != "," }) }
        )
    }
}
