import AsyncHTTPClient
import Foundation
import HTTPTypes
import TreeHash

/// What it costs to complete an upload of few parts, the median of several uploads, and one of as many as there can be,
/// once. Its parts fill 10 GB of the disk; where little is free there are fewer parts.
func completeBenchmark() async throws -> [BenchmarkRow] {
    let few = 10
    let many = try freeTemporaryBytes() > 25_000_000_000 ? 10_000 : 2_000
    return try await ServerProcess.with(.firn) { server in
        try await GlacierClient.with(server, connections: 8) { client in
            try await client.createVault()
            let describe = client.request(.get, client.vaultPath)
            _ = try await client.medianTimes(of: [describe], rounds: 50)
            let reference = try await client.medianTimes(of: [describe], rounds: 500)[0] / .microseconds(1)
            var times: [Duration] = []
            for _ in 0..<9 { times.append(try await complete(parts: few, with: client)) }
            let short = (times.median ?? .zero) / .microseconds(1)
            let long = try await complete(parts: many, with: client) / .microseconds(1)
            return [
                BenchmarkRow(name: "DescribeVault", value: reference, unit: "µs", ratio: nil, reference: nil),
                row(parts: few, short, reference),
                row(parts: many, long, reference),
                BenchmarkRow(
                    name: "\(few) parts, per part",
                    value: short / Double(few),
                    unit: "µs",
                    ratio: nil,
                    reference: nil
                ),
                BenchmarkRow(
                    name: "\(many) parts, per part" + (many < 10_000 ? " (fewer, for want of 25 GB free)" : ""),
                    value: long / Double(many),
                    unit: "µs",
                    ratio: long / Double(many) / (short / Double(few)),
                    reference: "\(few) parts, per part"
                ),
            ]
        }
    }
}

private func row(parts: Int, _ microseconds: Double, _ reference: Double) -> BenchmarkRow {
    BenchmarkRow(
        name: "CompleteMultipartUpload, \(parts) parts",
        value: microseconds,
        unit: "µs",
        ratio: microseconds / reference,
        reference: "DescribeVault"
    )
}

/// Fills an upload with parts of 1 MiB of zeros and returns the time that completing it takes.
private func complete(parts: Int, with client: GlacierClient) async throws -> Duration {
    let payload = Payload(byteCount: 1 << 20)
    let upload = try await client.startUpload(partBytes: payload.byteCount)
    try await client.putParts(payload, count: parts, partBytes: payload.byteCount, of: upload, workers: 8)
    guard let treeHash = TreeFolder.root(of: repeatElement(payload.treeHash, count: parts)) else {
        throw BenchmarkError("an upload without parts")
    }
    let request = client.completion(of: upload, size: parts * payload.byteCount, treeHash: treeHash)
    return try await ContinuousClock().measure { _ = try await client.send(request) }
}
