import Foundation

/// How fast an inventory of a million archives is built and downloaded, and in what memory, against `sqlite3` writing the
/// same rows as CSV from the same file.
///
/// The archives are rows alone, put into the catalogue while no server runs: an inventory reads nothing else of them.
func inventoryBenchmark(archives: Int = 1_000_000, rounds: Int = 3) async throws -> [BenchmarkRow] {
    try await withTemporaryFolder { folder in
        try await ServerProcess.with(.firn, in: folder) { server in
            try await GlacierClient.with(server, connections: 1) { try await $0.createVault() }
        }
        try SQLiteShell(folder).run(seed(archives))
        var exports: [Duration] = [], inventories: [String: [Duration]] = [:]
        var peak = 0
        for _ in 0..<rounds {
            exports.append(try ContinuousClock().measure { try SQLiteShell(folder).run(export) })
            // A server of its own for each round, so that the peak is that of one inventory in each form.
            try await ServerProcess.with(.firn, in: folder) { server in
                try await GlacierClient.with(server, connections: 1) { client in
                    for format in ["CSV", "JSON"] {
                        inventories[format, default: []].append(
                            try await ContinuousClock().measure {
                                let parameters = #"{"Type":"inventory-retrieval","Format":"\#(format)"}"#
                                let bytes = try await client.download(client.finishedJob(parameters) + "/output")
                                guard bytes > archives * 240 else { throw BenchmarkError("only \(bytes) bytes") }
                            }
                        )
                    }
                }
                peak = max(peak, try server.peakResidentBytes())
            }
        }
        return rows(archives, exports, inventories, peak: peak)
    }
}

private func rows(
    _ archives: Int,
    _ exports: [Duration],
    _ inventories: [String: [Duration]],
    peak: Int
) -> [BenchmarkRow] {
    let rate = { (times: [Duration]) in Double(archives) / ((times.median ?? .zero) / .seconds(1)) }
    let reference = "sqlite3 -csv"
    var rows = [
        BenchmarkRow(name: reference, value: rate(exports), unit: "rows/s", ratio: nil, reference: nil)
    ]
    for format in ["CSV", "JSON"] {
        let value = rate(inventories[format] ?? [])
        rows.append(
            BenchmarkRow(
                name: "inventory in \(format), built and downloaded",
                value: value,
                unit: "rows/s",
                ratio: value / rate(exports),
                reference: reference
            )
        )
    }
    let mebibytes = Double(peak) / Double(1 << 20)
    rows.append(
        BenchmarkRow(name: "peak resident memory", value: mebibytes, unit: "MiB", ratio: nil, reference: nil)
    )
    return rows
}

/// Archives with ids, descriptions and hashes of the usual lengths, twenty a second.
private func seed(_ archives: Int) -> String {
    """
    PRAGMA synchronous = OFF;
    BEGIN;
    INSERT INTO archives
        (archive_id, vault_key, list_key, size, tree_hash, description, created_at, added_write)
    WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < \(archives))
    SELECT substr(hex(randomblob(69)), 1, 138), v.vault_key, n, 1000000 + n, randomblob(32),
        'backup of 2026/' || n || '.tar.gz', v.created_at + n * 50, n
    FROM numbers, vaults v;
    UPDATE vaults SET archives = \(archives), archive_bytes = 1000000, writes = \(archives),
        first_write_at = created_at, last_write_at = created_at;
    COMMIT;
    PRAGMA wal_checkpoint(TRUNCATE);
    ANALYZE;
    """
}

/// The same five columns in the same order.
private let export = """
    SELECT archive_id AS ArchiveId, description AS ArchiveDescription,
        strftime('%Y-%m-%dT%H:%M:%SZ', created_at / 1000, 'unixepoch') AS CreationDate, size AS Size,
        lower(hex(tree_hash)) AS SHA256TreeHash
    FROM archives ORDER BY vault_key, created_at, archive_id;
    """
