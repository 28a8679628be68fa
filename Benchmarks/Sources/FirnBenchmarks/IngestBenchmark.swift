import Foundation

/// How fast parts are taken in: MB (10⁶ bytes) per second over loopback, the client's time to sign and to send
/// included, its hashing not. The client and the server share the machine's processors.
///
/// Several clients send into one upload at once. They are compared with the sink, and with plain files of the same
/// size, which are what the machine's storage allows. The three take turns within each round; a round begins with fresh
/// servers, and what it stores stays until its end, so that all three find the same free memory and the same disk. With
/// the rates goes the processor time that the server took for a GB, which other processes disturb less.
func ingestBenchmark() async throws -> [BenchmarkRow] {
    var rows: [BenchmarkRow] = []
    for group in [IngestGroup(partMebibytes: 64, parts: 16), IngestGroup(partMebibytes: 1, parts: 256)] {
        rows += try await group.rows()
    }
    return rows + (try await memoryRows())
}

/// Measurements with one size of parts.
private struct IngestGroup {
    let partMebibytes: Int
    /// Parts of one measurement, for all clients together.
    let parts: Int

    private static let clientCounts = [1, 4, 8]
    private static let rounds = 3

    private enum Series: Hashable {
        case files
        case sink(clients: Int)
        case firn(clients: Int)
    }

    private enum Quantity {
        case rate, processorTime
    }

    private typealias Measurement = [Quantity: Double]

    func rows() async throws -> [BenchmarkRow] {
        let payload = Payload(byteCount: partMebibytes << 20)
        var measurements: [Series: [Measurement]] = [:]
        for _ in 0..<Self.rounds {
            let round = try await ServerProcess.with(.sink) { sink in
                try await ServerProcess.with(.firn) { firn in
                    try await withTemporaryFolder { try await measureRound(payload, sink, firn, files: $0) }
                }
            }
            measurements.merge(round) { $0 + $1 }
        }
        return rows(of: .rate, "MB/s", measurements)
            + rows(of: .processorTime, "ms/GB", measurements, suffix: ", processor time")
    }

    private func measureRound(
        _ payload: Payload,
        _ sink: ServerProcess,
        _ firn: ServerProcess,
        files: URL
    ) async throws -> [Series: [Measurement]] {
        for server in [sink, firn] {
            try await GlacierClient.with(server, connections: 1) { try await $0.createVault() }
            _ = try await timeToSend(payload, count: 8, to: server, clients: 8)
        }
        var measurements: [Series: [Measurement]] = [:]
        for clients in Self.clientCounts {
            measurements[.sink(clients: clients)] = [try await measure(sink, clients: clients, payload)]
            measurements[.files, default: []].append(try await measureFiles(in: files, clients: clients))
            measurements[.firn(clients: clients)] = [try await measure(firn, clients: clients, payload)]
        }
        return measurements
    }

    private func measureFiles(in folder: URL, clients: Int) async throws -> Measurement {
        let folder = folder.appendingPathComponent(String(clients))
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        let before = processorTimeSoFar()
        let time = try await ContinuousClock().measure {
            try await writePlainFiles(count: parts, bytesEach: partMebibytes << 20, in: folder)
        }
        return measurement(time, processor: processorTimeSoFar() - before)
    }

    private func measure(_ server: ServerProcess, clients: Int, _ payload: Payload) async throws -> Measurement {
        let before = try server.processorTime()
        let time = try await timeToSend(payload, count: parts, to: server, clients: clients)
        return measurement(time, processor: try server.processorTime() - before)
    }

    private func measurement(_ time: Duration, processor: Duration) -> Measurement {
        let megabytes = Double((parts * partMebibytes) << 20) / 1e6
        return [
            .rate: megabytes / (time / .seconds(1)), .processorTime: processor / .milliseconds(1) / megabytes * 1000,
        ]
    }

    /// The medians of one quantity.
    private func rows(
        of quantity: Quantity,
        _ unit: String,
        _ measurements: [Series: [Measurement]],
        suffix: String = ""
    ) -> [BenchmarkRow] {
        func row(_ series: Series, _ name: String, to reference: BenchmarkRow? = nil) -> BenchmarkRow {
            let value = measurements[series, default: []].compactMap { $0[quantity] }.median ?? 0
            return BenchmarkRow(
                name: "\(name)\(suffix)",
                value: value,
                unit: unit,
                ratio: reference.map { value / $0.value },
                reference: reference.map { String($0.name.prefix { $0 != "," }) }
            )
        }
        let files = row(.files, "plain files of \(partMebibytes) MiB")
        return [files]
            + Self.clientCounts.flatMap { clients in
                let parts = "\(partMebibytes) MiB parts, \(clients) client\(clients == 1 ? "" : "s")"
                let sink = row(.sink(clients: clients), "sink, \(parts)")
                let firn = Series.firn(clients: clients)
                return [sink, row(firn, "firn, \(parts)", to: sink), row(firn, "firn, \(parts)", to: files)]
            }
    }
}

/// Sends parts of a new upload from several clients at once.
private func timeToSend(
    _ payload: Payload,
    count: Int,
    to server: ServerProcess,
    clients: Int
) async throws -> Duration {
    try await GlacierClient.with(server, connections: clients) { client in
        let bytes = payload.byteCount
        let upload = try await client.startUpload(partBytes: bytes)
        return try await ContinuousClock().measure {
            try await client.putParts(payload, count: count, partBytes: bytes, of: upload, workers: clients)
        }
    }
}

/// The memory that 8 clients make the server take, with the same number of bytes in parts of two sizes. Each size has a
/// fresh server, since the peak is that of the process.
private func memoryRows() async throws -> [BenchmarkRow] {
    let clients = 8, mebibytes = 2048
    var rows: [BenchmarkRow] = []
    for partMebibytes in [64, 256] {
        let payload = Payload(byteCount: partMebibytes << 20)
        let peak = try await ServerProcess.with(.firn) { server in
            try await GlacierClient.with(server, connections: 1) { try await $0.createVault() }
            _ = try await timeToSend(payload, count: mebibytes / partMebibytes, to: server, clients: clients)
            return Double(try server.peakResidentBytes()) / 1_048_576
        }
        rows.append(
            BenchmarkRow(
                name: "firn, \(partMebibytes) MiB parts, \(clients) clients, peak resident memory",
                value: peak,
                unit: "MiB",
                ratio: rows.first.map { peak / $0.value },
                reference: rows.isEmpty ? nil : "firn, 64 MiB parts"
            )
        )
    }
    return rows
}
