import AsyncHTTPClient
import HTTPTypes

/// How many small requests a second are answered, and the processor time that the server takes for one, which other
/// processes and the client disturb less. All take turns within each round; the requests are signed beforehand.
///
/// A user's request is decided by policies with 50 statements, of which the last allows it; its reference is the same
/// request by the account's root. The reference of the others is a fixed answer of the same server: that to a path
/// which leads nowhere, given before any signature is looked at. The sink, the same HTTP server with nothing behind it,
/// tells what even that costs; a vault's description is compared with its answer too.
func smallRequestsBenchmark() async throws -> [BenchmarkRow] {
    try await ServerProcess.with(.sink) { sink in
        try await ServerProcess.with(.firn) { firn in
            let (job, user) = try await GlacierClient.with(firn, connections: 1) { client in
                try await client.createVault()
                let user = try await client.makeUser("user", policy: fiftyStatements)
                return (try await client.finishedJob(#"{"Type":"inventory-retrieval"}"#), user)
            }
            var rows: [BenchmarkRow] = []
            for connections in [1, 8, 32] {
                rows += try await GlacierClient.with(sink, connections: connections) { sinkClient in
                    try await GlacierClient.with(firn, connections: connections) { firnClient in
                        try await SmallRequestsGroup(
                            connections: connections,
                            sink: sink,
                            firn: firn,
                            sinkClient: sinkClient,
                            firnClient: firnClient,
                            userClient: firnClient.acting(as: user),
                            job: job
                        )
                        .rows()
                    }
                }
            }
            return rows
        }
    }
}

/// A policy with statements about other vaults and addresses before the one that counts.
private var fiftyStatements: String {
    let vaults = "arn:aws:glacier:us-east-1:*:vaults/"
    var statements = (0..<49).map { number in
        let condition = #"{"IpAddress":{"aws:SourceIp":"10.0.\#(number).0/24"}}"#
        return number % 2 == 0
            ? #"{"Effect":"Allow","Action":"glacier:*","Resource":"\#(vaults)other-\#(number)"}"#
            : #"{"Effect":"Deny","Action":"glacier:D*","Resource":"*","Condition":\#(condition)}"#
    }
    statements.append(#"{"Effect":"Allow","Action":"glacier:Describe*","Resource":"\#(vaults)benchmark"}"#)
    return #"{"Version":"2012-10-17","Statement":["# + statements.joined(separator: ",") + "]}"
}

/// Measurements over one number of connections.
private struct SmallRequestsGroup {
    let connections: Int
    let sink: ServerProcess
    let firn: ServerProcess
    let sinkClient: GlacierClient
    let firnClient: GlacierClient
    let userClient: GlacierClient
    /// The path of a job that has ended.
    let job: String

    private static let rounds = 5

    private struct Series {
        let name: String
        let server: ServerProcess
        let client: GlacierClient
        let request: HTTPClientRequest
        var expected: UInt?
        /// The name of the series that it is compared with; nil for the first.
        var reference: String?
        var measurements: [RequestRate] = []

        func median(_ key: KeyPath<RequestRate, Double>) -> Double {
            measurements.map { $0[keyPath: key] }.median ?? 0
        }
    }

    func rows() async throws -> [BenchmarkRow] {
        var series = [
            fixedAnswer, Series(name: "sink", server: sink, client: sinkClient, request: sinkClient.request(.get, "/")),
            firn("DescribeVault", firnClient.vaultPath), firn("DescribeJob", job), firn("ListVaults", "/-/vaults"),
            usersDescription,
        ]
        for one in series { _ = try await measure(one, for: .milliseconds(200)) }
        for _ in 0..<Self.rounds {
            for index in series.indices {
                series[index].measurements.append(try await measure(series[index], for: .milliseconds(800)))
            }
        }
        let suffix = "\(connections) connection\(connections == 1 ? "" : "s")"
        return rows(of: series, suffix, unit: "requests/s", \.perSecond)
            + rows(of: series, "\(suffix), server's processor time", unit: "µs", \.processor)
    }

    private var fixedAnswer: Series {
        var series = firn("fixed answer", "/")
        series.expected = 400
        return series
    }

    private var usersDescription: Series {
        let request = userClient.request(.get, userClient.vaultPath)
        var series = Series(name: "DescribeVault by a user", server: firn, client: userClient, request: request)
        series.reference = "DescribeVault"
        return series
    }

    private func firn(_ name: String, _ path: String) -> Series {
        Series(name: name, server: firn, client: firnClient, request: firnClient.request(.get, path))
    }

    private func rows(
        of series: [Series],
        _ suffix: String,
        unit: String,
        _ key: KeyPath<RequestRate, Double>
    ) -> [BenchmarkRow] {
        func row(_ one: Series, to reference: Series?) -> BenchmarkRow {
            BenchmarkRow(
                name: "\(one.name), \(suffix)",
                value: one.median(key),
                unit: unit,
                ratio: reference.map { one.median(key) / $0.median(key) },
                reference: reference?.name
            )
        }
        let named = { (name: String?) in series.first { $0.name == name } }
        return series.enumerated().flatMap { index, one in
            let rows = [row(one, to: index == 0 ? nil : named(one.reference) ?? series[0])]
            return one.name == "DescribeVault" ? rows + [row(one, to: named("sink"))] : rows
        }
    }

    private func measure(_ series: Series, for duration: Duration) async throws -> RequestRate {
        try await series.client.rate(
            of: series.request,
            to: series.server,
            connections: connections,
            for: duration,
            expecting: series.expected
        )
    }
}
