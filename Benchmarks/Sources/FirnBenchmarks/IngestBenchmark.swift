/// How fast parts are taken in: MB (10⁶ bytes) per second over loopback, the client's time to sign and to send
/// included, its hashing not. The client and the server share the machine's processors.
///
/// Several clients send into one upload at once. Sink and server take turns within each round, and each round begins
/// with fresh servers. A second ratio is that to plain files of the same size, which are written in the same rounds:
/// what the machine's storage allows. With the rates goes the processor time that the server took for a GB, which other
/// processes disturb less.
func ingestBenchmark() async throws -> [BenchmarkRow] {
    let groups = [IngestGroup(partMebibytes: 64, parts: 16), IngestGroup(partMebibytes: 1, parts: 512)]
    var rows: [BenchmarkRow] = []
    for group in groups { rows += try await group.rows() }
    return rows + (try await memoryRows())
}

/// Measurements with one size of parts.
private struct IngestGroup {
    let partMebibytes: Int
    /// Parts of one measurement, for all clients together.
    let parts: Int

    private static let clientCounts = [1, 4, 8]
    private static let rounds = 5

    private enum Quantity {
        case rate, processorTime

        var unit: String {
            switch self {
            case .rate: "MB/s"
            case .processorTime: "ms/GB"
            }
        }

        /// What follows the name of the series.
        var suffix: String {
            switch self {
            case .rate: ""
            case .processorTime: ", server's processor time"
            }
        }
    }

    private struct Series: Hashable {
        let kind: ServerProcess.Kind
        let clients: Int
    }

    func rows() async throws -> [BenchmarkRow] {
        let payload = Payload(byteCount: partMebibytes << 20)
        var measurements: [Series: [[Quantity: Double]]] = [:]
        var fileRates: [Double] = []
        for _ in 0..<Self.rounds {
            fileRates.append(try await fileRate())
            try await ServerProcess.with(.sink) { sink in
                try await ServerProcess.with(.firn) { firn in
                    let servers = [(ServerProcess.Kind.sink, sink), (.firn, firn)]
                    for (_, server) in servers { try await warmUp(server, payload) }
                    for clients in Self.clientCounts {
                        for (kind, server) in servers {
                            let measurement = try await measure(server, clients: clients, payload)
                            measurements[Series(kind: kind, clients: clients), default: []].append(measurement)
                        }
                    }
                }
            }
        }
        let files = BenchmarkRow(
            name: "plain files of \(partMebibytes) MiB",
            value: (fileRates.median ?? 0) / 1e6,
            unit: "MB/s",
            ratio: nil,
            reference: nil
        )
        return [files] + Self.clientCounts.flatMap { rows(clients: $0, measurements, files) }
    }

    /// Bytes per second of files that are only written and synced.
    private func fileRate() async throws -> Double {
        let bytes = partMebibytes << 20
        let time = try await timeToWritePlainFiles(count: parts, bytesEach: bytes)
        return Double(parts * bytes) / (time / .seconds(1))
    }

    private func warmUp(_ server: ServerProcess, _ payload: Payload) async throws {
        try await GlacierClient.with(server, connections: 8) { try await $0.createVault() }
        _ = try await send(payload, count: 8, to: server, clients: 8)
    }

    private func measure(_ server: ServerProcess, clients: Int, _ payload: Payload) async throws -> [Quantity: Double] {
        let before = try server.processorTime()
        let time = try await send(payload, count: parts, to: server, clients: clients)
        let processor = try server.processorTime() - before
        let megabytes = Double(parts * payload.byteCount) / 1e6
        return [
            .rate: megabytes / (time / .seconds(1)),
            .processorTime: processor / .milliseconds(1) / megabytes * 1000,
        ]
    }

    private func rows(
        clients: Int,
        _ measurements: [Series: [[Quantity: Double]]],
        _ files: BenchmarkRow
    ) -> [BenchmarkRow] {
        let parts = "\(partMebibytes) MiB parts, \(clients) client\(clients == 1 ? "" : "s")"
        func row(_ kind: ServerProcess.Kind, _ quantity: Quantity, to reference: (String, Double)?) -> BenchmarkRow {
            let all = measurements[Series(kind: kind, clients: clients)] ?? []
            let value = all.compactMap { $0[quantity] }.median ?? 0
            return BenchmarkRow(
                name: "\(kind.rawValue), \(parts)\(quantity.suffix)",
                value: value,
                unit: quantity.unit,
                ratio: reference.map { value / $0.1 },
                reference: reference?.0
            )
        }
        let sinkRate = row(.sink, .rate, to: nil), sinkTime = row(.sink, .processorTime, to: nil)
        return [
            sinkRate,
            row(.firn, .rate, to: ("sink", sinkRate.value)),
            row(.firn, .rate, to: ("plain files", files.value)),
            sinkTime,
            row(.firn, .processorTime, to: ("sink", sinkTime.value)),
        ]
    }
}

/// Sends parts of a new upload from several clients at once and returns the time from the first to the last.
private func send(_ payload: Payload, count: Int, to server: ServerProcess, clients: Int) async throws -> Duration {
    try await GlacierClient.with(server, connections: clients) { client in
        let upload = try await client.startUpload(partBytes: payload.byteCount)
        return try await ContinuousClock().measure {
            try await client.putParts(
                payload,
                count: count,
                partBytes: payload.byteCount,
                of: upload,
                workers: clients
            )
        }
    }
}

/// The memory that 8 clients make the server take, with the same number of bytes in parts of two sizes. Each size has a
/// fresh server, since the peak is that of the process.
private func memoryRows() async throws -> [BenchmarkRow] {
    let clients = 8, mebibytes = 4096
    var rows: [BenchmarkRow] = []
    for partMebibytes in [64, 256] {
        let payload = Payload(byteCount: partMebibytes << 20)
        let peak = try await ServerProcess.with(.firn) { server in
            try await GlacierClient.with(server, connections: 1) { try await $0.createVault() }
            _ = try await send(payload, count: mebibytes / partMebibytes, to: server, clients: clients)
            return Double(try server.peakResidentBytes()) / 1_048_576
        }
        rows.append(
            BenchmarkRow(
                name: "firn, \(partMebibytes) MiB parts, \(clients) clients, peak resident memory",
                value: peak,
                unit: "MiB",
                ratio: rows.first.map { peak / $0.value },
                reference: rows.isEmpty ? nil : "64 MiB parts"
            )
        )
    }
    return rows
}
