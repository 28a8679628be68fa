import AsyncHTTPClient
import Foundation
import HTTPTypes

/// What the number of archives in a catalogue costs those who do not ask for them: a server with ten million of them
/// and, beside it, one with none. They take turns. Then the same with 10,000 uploads open as well.
///
/// The archives and the open uploads are rows alone, each with an extent, put into the catalogue while no server runs.
/// They take about 8 GB of the disk; where little is free there are fewer.
func scaleBenchmark() async throws -> [BenchmarkRow] {
    let archives = try freeTemporaryBytes() > 15_000_000_000 ? 10_000_000 : 1_000_000
    return try await withTemporaryFolder { folder in
        let catalogues = ScaledCatalogues(
            empty: try folder.folder("empty"),
            full: try folder.folder("full"),
            name: "\(archives) archives" + (archives < 10_000_000 ? " (fewer, for want of 15 GB free)" : "")
        )
        for place in [catalogues.empty, catalogues.full] {
            try await ServerProcess.with(.firn, in: place) { server in
                try await GlacierClient.with(server, connections: 1) { try await $0.createVault() }
            }
        }
        try SQLiteShell(catalogues.full).run(ScaledRows.archives(archives))
        settleDisk()
        let pages = try await catalogues.pageRows()
        let rows = try await catalogues.rows()
        try SQLiteShell(catalogues.full).run(ScaledRows.openUploads(10_000))
        settleDisk()
        var more = catalogues
        more.name += ", 10000 open uploads"
        return pages + rows + (try await more.rows())
    }
}

private struct ScaledCatalogues {
    let empty: URL
    let full: URL
    /// What is in the full one.
    var name: String

    private struct Idle {
        let start: Duration
        let bytes: Int
    }

    /// A page of 50 parts at the end of an upload of 10,000, in the full catalogue, and one of an upload that has no
    /// more, in the empty one.
    func pageRows() async throws -> [BenchmarkRow] {
        try await withClients(connections: 32) { small, large in
            let few = 50, many = 10_000
            let first = PartsListing(small, try await uploadOfBytes(parts: few, with: small), pageLength: few)
            let last = PartsListing(large, try await uploadOfBytes(parts: many, with: large), pageLength: few)
            let requests = [try await first.request(pageAt: 0), try await last.request(pageAt: many - few)]
            _ = try await small.medianTimes(of: requests, rounds: 50)
            let times = try await small.medianTimes(of: requests, rounds: 500)
            let names = ["ListParts, 50 of 50 parts", "ListParts, the last 50 of \(many) parts"]
            return rows(names, times.map { $0 / .microseconds(1) }, "µs")
        }
    }

    /// How a server starts and what it takes when nobody asks it for anything; then two small requests and a part.
    func rows() async throws -> [BenchmarkRow] {
        // The first start after rows were put in reads more than any later one.
        for place in [empty, full] { try await ServerProcess.with(.firn, in: place) { _ in } }
        let idle = try await measured([empty, full], rounds: 5) { place, _ in
            try await ServerProcess.with(.firn, in: place) { server in
                try await Task.sleep(for: .milliseconds(700))
                return Idle(start: server.startTime, bytes: try server.residentBytes())
            }
        }
        let median = { (place: URL, value: (Idle) -> Double) in idle[place, default: []].map(value).median ?? 0 }
        let starts = [empty, full].map { median($0) { $0.start / .milliseconds(1) } }
        let memory = [empty, full].map { median($0) { Double($0.bytes) / Double(1 << 20) } }
        return try await requestRows() + rows(["start to ready"], starts, "ms")
            + rows(["idle resident memory"], memory, "MiB")
    }

    private func requestRows() async throws -> [BenchmarkRow] {
        try await withClients(connections: 1) { small, large in
            let describe = [small, large].map { $0.request(.get, $0.vaultPath) }
            _ = try await small.medianTimes(of: describe, rounds: 50)
            let descriptions = try await small.medianTimes(of: describe, rounds: 500)
            let payload = Payload(byteCount: 1 << 20)
            let uploads = [
                try await small.startUpload(partBytes: payload.byteCount),
                try await large.startUpload(partBytes: payload.byteCount),
            ]
            let parts = try await measured([0, 1], rounds: 200) { index, round in
                try await ContinuousClock().measure {
                    let client = index == 0 ? small : large
                    try await client.putPart(payload, at: round * payload.byteCount, of: uploads[index])
                }
            }
            let partTimes = [0, 1].map { parts[$0]?.median ?? .zero }
            return rows(["DescribeVault"], descriptions.map { $0 / .microseconds(1) }, "µs")
                + rows(["a part of 1 MiB"], partTimes.map { $0 / .microseconds(1) }, "µs")
        }
    }

    /// Lends a client of a server with each of the catalogues.
    private func withClients<Result>(
        connections: Int,
        _ body: (_ small: GlacierClient, _ large: GlacierClient) async throws -> Result
    ) async throws -> Result {
        try await ServerProcess.with(.firn, in: empty) { emptyServer in
            try await ServerProcess.with(.firn, in: full) { fullServer in
                try await GlacierClient.with(emptyServer, connections: connections) { small in
                    try await GlacierClient.with(fullServer, connections: connections) { large in
                        try await body(small, large)
                    }
                }
            }
        }
    }

    /// The value of the empty catalogue, and that of the full one; one name is that of both.
    private func rows(_ names: [String], _ values: [Double], _ unit: String) -> [BenchmarkRow] {
        let first = names.first ?? "", last = names.last ?? ""
        return [
            BenchmarkRow(name: "empty, \(first)", value: values[0], unit: unit, ratio: nil, reference: nil),
            BenchmarkRow(
                name: "\(name), \(last)",
                value: values[1],
                unit: unit,
                ratio: values[1] / values[0],
                reference: "empty"
            ),
        ]
    }
}

/// Statements that fill a catalogue with one vault.
private enum ScaledRows {
    /// Archives with ids, descriptions, hashes and blob keys of the usual lengths, twenty a second, in the order of all
    /// their indexes, which is the quickest. A crash of the machine would ruin the file: nothing is lost by that here.
    static func archives(_ count: Int) -> String {
        """
        PRAGMA journal_mode = DELETE;
        PRAGMA journal_mode = OFF;
        PRAGMA synchronous = OFF;
        PRAGMA locking_mode = EXCLUSIVE;
        BEGIN;
        INSERT INTO archives
            (archive_id, vault_key, list_key, size, tree_hash, description, created_at, added_write)
        WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < \(count))
        SELECT printf('%010d', n) || hex(randomblob(64)), v.vault_key, n, 1000000 + n, randomblob(32),
            'backup of 2026/' || n || '.tar.gz', v.created_at + n * 50, n
        FROM numbers, vaults v;
        INSERT INTO extent_lists (list_key)
        WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < \(count))
        SELECT n FROM numbers;
        INSERT INTO extents (list_key, first_byte, length, tree_hash, blob_key)
        WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < \(count))
        SELECT n, 0, 1000000 + n, randomblob(32),
            printf('%012x', v.created_at + n * 50) || lower(hex(randomblob(10)))
        FROM numbers, vaults v;
        UPDATE vaults SET archives = \(count), archive_bytes = 1000000, writes = \(count),
            first_write_at = created_at, last_write_at = created_at;
        COMMIT;
        PRAGMA journal_mode = WAL;
        """
    }

    /// Uploads of one part each.
    static func openUploads(_ count: Int) -> String {
        """
        BEGIN;
        INSERT INTO uploads (upload_id, vault_key, list_key, description, part_size, created_at, active_at)
        WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < \(count))
        SELECT hex(randomblob(46)), v.vault_key, l.last + n, 'backup ' || n, 1048576, v.created_at, v.created_at
        FROM numbers, vaults v, (SELECT max(list_key) AS last FROM extent_lists) l;
        INSERT INTO extent_lists (list_key)
        SELECT list_key FROM uploads WHERE list_key > (SELECT max(list_key) FROM extent_lists);
        INSERT INTO extents (list_key, first_byte, length, tree_hash, blob_key)
        SELECT list_key, 0, part_size, randomblob(32), printf('%012x', created_at) || lower(hex(randomblob(10)))
        FROM uploads WHERE description LIKE 'backup %';
        COMMIT;
        """
    }
}
