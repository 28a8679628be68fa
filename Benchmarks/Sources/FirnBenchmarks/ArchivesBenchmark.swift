import Foundation

/// How many archives of 1 KiB a second are taken in, each durable when it is answered, and what the disk allows: the
/// same number of bytes appended to one file by one thread, and synced. They take turns.
func archivesBenchmark(rounds: Int = 5) async throws -> [BenchmarkRow] {
    let payload = Payload(byteCount: SmallWrites.byteCount)
    return try await withTemporaryFolder { folder in
        try await ServerProcess.with(.firn, in: folder.appendingPathComponent("firn")) { server in
            try await GlacierClient.with(server, connections: ArchivesSeries.most) { client in
                try await client.createVault()
                let measure = { (connections: Int, time: Duration) in
                    // Signed anew, since a signature is good for a quarter of an hour.
                    try await client.rate(
                        of: client.archive(payload),
                        to: server,
                        connections: connections,
                        for: time
                    )
                }
                _ = try await measure(ArchivesSeries.most, .seconds(1))
                let rates = try await measured(ArchivesSeries.allCases, rounds: rounds) { series, round in
                    settleDisk()
                    if let connections = series.connections { return try await measure(connections, .seconds(2)) }
                    let writes = try SmallWrites(in: try folder.folder("appended-\(round)"))
                    let rate = try SmallWrites.rate(for: .seconds(1)) { try writes.append() }
                    return RequestRate(perSecond: rate, processor: 0)
                }
                return rows(rates)
            }
        }
    }
}

private enum ArchivesSeries: CaseIterable {
    case append, one, many

    static let most = 32

    /// Nil for the disk alone.
    var connections: Int? {
        switch self {
        case .append: nil
        case .one: 1
        case .many: Self.most
        }
    }
}

private func rows(_ rates: [ArchivesSeries: [RequestRate]]) -> [BenchmarkRow] {
    let median = { (series: ArchivesSeries, quantity: KeyPath<RequestRate, Double>) in
        rates[series, default: []].map { $0[keyPath: quantity] }.median ?? 0
    }
    let reference = "append + fdatasync"
    func row(_ series: ArchivesSeries, _ name: String) -> BenchmarkRow {
        let value = median(series, \.perSecond)
        let isReference = series == .append
        return BenchmarkRow(
            name: name,
            value: value,
            unit: "1/s",
            ratio: isReference ? nil : value / median(.append, \.perSecond),
            reference: isReference ? nil : reference
        )
    }
    return [
        row(.append, reference), row(.one, "archives, 1 connection"),
        row(.many, "archives, \(ArchivesSeries.most) connections"),
        BenchmarkRow(
            name: "archives, \(ArchivesSeries.most) connections, server's processor time",
            value: median(.many, \.processor),
            unit: "µs",
            ratio: nil,
            reference: nil
        ),
    ]
}
