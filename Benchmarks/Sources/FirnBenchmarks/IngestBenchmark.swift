import Foundation

/// How fast parts are taken in: MB (10⁶ bytes) per second over loopback, the client's time to sign and to send
/// included, its hashing not. The client and the server share the machine's processors.
///
/// Firn's parts are signed, hashed, sealed, durable and in the catalogue when they are answered. The same bytes go by
/// an unsigned PUT to the same HTTP server which only writes each body into a file and syncs it, to nginx, which writes
/// and does not sync, and to the HTTP server that throws them away. All take turns within each round, and each round
/// has fresh servers and folders. With the rates goes the processor time that the server took for a GB, which other
/// processes disturb less.
func ingestBenchmark() async throws -> [BenchmarkRow] {
    var rows: [BenchmarkRow] = []
    for group in [IngestGroup(partMebibytes: 64, parts: 16), IngestGroup(partMebibytes: 1, parts: 512)] {
        rows += try await group.rows()
    }
    return rows
}

/// Measurements with one size of parts.
private struct IngestGroup {
    let partMebibytes: Int
    /// Parts of one measurement, for all connections together; at least as many as there are connections are sent.
    let parts: Int

    private static let rounds = 3
    private static let targets: [Series] = [
        Series(.sink, 4), Series(.storingSink, 4), Series(.nginx, 4), Series(.firn, 4),
    ]
    private static let others = [Series(.firn, 1), Series(.firn, 2), Series(.firn, 16)]
    /// It has a server of its own, so that the most memory it had is that of so many connections.
    private static let many = Series(.firn, 64)

    private struct Series: Hashable {
        let kind: ServerProcess.Kind
        let connections: Int

        init(_ kind: ServerProcess.Kind, _ connections: Int) {
            (self.kind, self.connections) = (kind, connections)
        }
    }

    private struct Results {
        var measurements: [Series: [Throughput]] = [:]
        var peakBytes = 0
    }

    func rows() async throws -> [BenchmarkRow] {
        let payload = Payload(byteCount: partMebibytes << 20)
        var results = Results()
        for round in 0..<Self.rounds {
            try await withTemporaryFolder { try await measureRound(round, payload, in: $0, &results) }
        }
        let peak = BenchmarkRow(
            name: "\(name(of: Self.many)), peak resident memory",
            value: Double(results.peakBytes) / Double(1 << 20),
            unit: "MiB",
            ratio: nil,
            reference: nil
        )
        return rows(of: \.rate, "MB/s", results) + rows(of: \.processor, "ms/GB", results, ", processor time") + [peak]
    }

    private func measureRound(
        _ round: Int,
        _ payload: Payload,
        in folder: URL,
        _ results: inout Results
    ) async throws {
        try await withServers(in: folder) { servers in
            for server in servers.values { try await warmUp(server, payload) }
            // The targets twice, with everything else in between.
            let targets = Self.targets.rotated(by: round)
            for series in targets + Self.others.rotated(by: round) + targets.reversed() {
                guard let server = servers[series.kind] else { continue }
                let measurement = try await measure(server, series, payload)
                results.measurements[series, default: []].append(measurement)
            }
        }
        try await ServerProcess.with(.firn, in: folder.appendingPathComponent("many")) { server in
            try await warmUp(server, payload)
            results.measurements[Self.many, default: []].append(try await measure(server, Self.many, payload))
            results.peakBytes = max(results.peakBytes, try server.peakResidentBytes())
        }
    }

    private func withServers(
        in folder: URL,
        _ body: ([ServerProcess.Kind: ServerProcess]) async throws -> Void
    ) async throws {
        let place = { (kind: ServerProcess.Kind) in folder.appendingPathComponent(kind.rawValue) }
        try await ServerProcess.with(.sink, in: place(.sink)) { sink in
            try await ServerProcess.with(.storingSink, in: folder.appendingPathComponent("storing")) { storing in
                try await ServerProcess.with(.nginx, in: place(.nginx)) { nginx in
                    try await ServerProcess.with(.firn, in: place(.firn)) { firn in
                        try await body([.sink: sink, .storingSink: storing, .nginx: nginx, .firn: firn])
                    }
                }
            }
        }
    }

    private func warmUp(_ server: ServerProcess, _ payload: Payload) async throws {
        if server.kind == .firn {
            try await GlacierClient.with(server, connections: 1) { try await $0.createVault() }
        }
        _ = try await timeToSend(payload, count: 4, to: server, connections: 4)
        settleDisk()
    }

    private func measure(_ server: ServerProcess, _ series: Series, _ payload: Payload) async throws -> Throughput {
        let count = max(parts, series.connections)
        let before = try server.processorTime()
        let time = try await timeToSend(payload, count: count, to: server, connections: series.connections)
        let processor = try server.processorTime() - before
        settleDisk()
        return Throughput(bytes: count * payload.byteCount, time: time, processor: processor)
    }
}

extension IngestGroup {
    private func name(of series: Series) -> String {
        "\(series.kind.rawValue), \(partMebibytes) MiB parts, \(series.connections) connection"
            + (series.connections == 1 ? "" : "s")
    }

    /// The medians of one quantity.
    private func rows(
        of quantity: KeyPath<Throughput, Double>,
        _ unit: String,
        _ results: Results,
        _ suffix: String = ""
    ) -> [BenchmarkRow] {
        let value = { (series: Series) in results.measurements[series, default: []].median(quantity) }
        func row(_ series: Series, to reference: Series? = nil, _ name: String? = nil) -> BenchmarkRow {
            BenchmarkRow(
                name: "\(self.name(of: series))\(suffix)",
                value: value(series),
                unit: unit,
                ratio: reference.map { value(series) / value($0) },
                reference: name ?? reference?.kind.rawValue
            )
        }
        let firn = Series(.firn, 4)
        let references = Self.targets.filter { $0 != firn }
        return references.map { row($0) } + references.map { row(firn, to: $0) }
            + (Self.others + [Self.many]).map { row($0, to: firn, "firn, 4 connections") }
    }
}

/// Sends parts of a new upload, or files into a new folder, over several connections at once.
private func timeToSend(
    _ payload: Payload,
    count: Int,
    to server: ServerProcess,
    connections: Int
) async throws -> Duration {
    try await GlacierClient.with(server, connections: connections) { client in
        guard server.kind == .firn else {
            let folder = "/\(UUID().uuidString)"
            return try await ContinuousClock().measure {
                try await client.putFiles(payload, count: count, into: folder, workers: connections)
            }
        }
        let bytes = payload.byteCount
        let upload = try await client.startUpload(partBytes: bytes)
        return try await ContinuousClock().measure {
            try await client.putParts(payload, count: count, partBytes: bytes, of: upload, workers: connections)
        }
    }
}
