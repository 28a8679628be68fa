import AsyncHTTPClient
import Foundation
import HTTPTypes
import TreeHash

/// What it costs to complete an upload: of few parts, the median of several, and of as many as there can be, once each
/// with two sizes of parts. The time for 100 parts is compared with a vault's description.
///
/// Parts of 1 MiB are sent and fill 10 GB of the disk; where little is free there are fewer. The upload with parts of
/// 2 MiB gets their rows, put into the catalogue while no server runs: completing reads no part's bytes.
func completeBenchmark() async throws -> [BenchmarkRow] {
    let many = try freeTemporaryBytes() > 25_000_000_000 ? 10_000 : 2_000
    return try await withTemporaryFolder { folder in
        let (sent, made) = try await ServerProcess.with(.firn, in: folder) { server in
            try await GlacierClient.with(server, connections: 8) { client in
                try await client.createVault()
                let sent = try await filledUpload(parts: many, with: client)
                return (sent, try await client.startUpload(partBytes: 2 << 20))
            }
        }
        try SQLiteShell(folder).run(doubledParts)
        return try await ServerProcess.with(.firn, in: folder) { server in
            try await GlacierClient.with(server, connections: 8) { client in
                try await CompleteRows(client: client, many: many).measure(sent: sent, made: made)
            }
        }
    }
}

/// Bytes of a part that is sent.
private let partBytes = 1 << 20

private struct CompleteRows {
    let client: GlacierClient
    let many: Int

    private static let few = 10

    func measure(sent: String, made: String) async throws -> [BenchmarkRow] {
        let describe = client.request(.get, client.vaultPath)
        _ = try await client.medianTimes(of: [describe], rounds: 50)
        let reference = try await client.medianTimes(of: [describe], rounds: 500)[0] / .microseconds(1)
        var times: [Duration] = []
        for _ in 0..<9 {
            let upload = try await filledUpload(parts: Self.few, with: client)
            times.append(try await complete(upload, parts: Self.few, partBytes: partBytes))
        }
        let short = (times.median ?? .zero) / .microseconds(1)
        let long = try await complete(sent, parts: many, partBytes: partBytes) / .microseconds(1)
        let doubled = try await complete(made, parts: many, partBytes: 2 * partBytes) / .microseconds(1)
        let fewer = many < 10_000 ? " (fewer, for want of 25 GB free)" : ""
        return [
            BenchmarkRow(name: "DescribeVault", value: reference, unit: "µs", ratio: nil, reference: nil),
            row("\(Self.few) parts of 1 MiB", short, to: reference),
            row("\(many) parts of 1 MiB\(fewer)", long, to: reference),
            row("\(many) parts of 2 MiB, rows alone", doubled, to: reference),
            row("\(many) parts of 1 MiB, per 100 parts", long / Double(many) * 100, to: reference),
            row("\(many) parts of 2 MiB, rows alone, per 100 parts", doubled / Double(many) * 100, to: reference),
            row("\(many) parts of 2 MiB, rows alone", doubled, to: long, "the same with 1 MiB"),
        ]
    }

    private func row(
        _ name: String,
        _ microseconds: Double,
        to reference: Double,
        _ referenceName: String = "DescribeVault"
    ) -> BenchmarkRow {
        BenchmarkRow(
            name: "CompleteMultipartUpload, \(name)",
            value: microseconds,
            unit: "µs",
            ratio: microseconds / reference,
            reference: referenceName
        )
    }

    /// Completes an upload whose parts are all zeros and returns the time that it takes. The parts of an upload with
    /// rows alone have the hashes of half of them.
    private func complete(_ upload: String, parts: Int, partBytes: Int) async throws -> Duration {
        let hash = Payload(byteCount: 1 << 20).treeHash
        guard let treeHash = TreeFolder.root(of: repeatElement(hash, count: parts)) else {
            throw BenchmarkError("an upload without parts")
        }
        let request = client.completion(of: upload, size: parts * partBytes, treeHash: treeHash)
        return try await ContinuousClock().measure { _ = try await client.send(request) }
    }
}

/// An upload with so many parts of 1 MiB of zeros.
private func filledUpload(parts: Int, with client: GlacierClient) async throws -> String {
    let payload = Payload(byteCount: partBytes)
    let upload = try await client.startUpload(partBytes: partBytes)
    try await client.putParts(payload, count: parts, partBytes: partBytes, of: upload, workers: 8)
    return upload
}

/// Gives the upload with parts of 2 MiB the rows of the one with parts of 1 MiB, every place and length doubled.
private let doubledParts = """
    INSERT INTO extents (list_key, first_byte, length, tree_hash, blob_key)
    SELECT made.list_key, e.first_byte * 2, e.length * 2, e.tree_hash,
        substr(e.blob_key, 1, 12) || lower(hex(randomblob(10)))
    FROM uploads made, uploads sent JOIN extents e ON e.list_key = sent.list_key
    WHERE made.part_size = 2097152 AND sent.part_size = 1048576;
    """
