import Glacier

/// Why a command did not do what it was asked for: words for people, and a status for scripts.
///
/// A command throws one where it knows better than the error itself what it means. Every other error becomes one in
/// `init(_:at:)`, which is the one place that knows them all.
struct CommandFailure: Error, CustomStringConvertible {
    let status: ExitStatus
    /// What went wrong, in a sentence or two, without a full stop at the end.
    let message: String
    /// What may help, a line each.
    let hints: [String]

    init(_ status: ExitStatus, _ message: String, hints: [String] = []) {
        (self.status, self.message, self.hints) = (status, message, hints)
    }

    /// The message and, on lines of their own, the hints.
    var description: String { lines(.plain).joined(separator: "\n") }

    /// What is shown, without a line feed at its end.
    func text(_ style: Style) -> String { "\(style.bad("Error:")) \(lines(style).joined(separator: "\n"))" }

    private func lines(_ style: Style) -> [String] { [message] + hints.map { "\(style.warning("Hint:")) \($0)" } }
}

/// Where requests went, for the words of a failure.
struct RequestTarget {
    /// With scheme, as people write it.
    let endpoint: String
    let region: String
    /// How far the service's clock is ahead of this machine's, as far as that is known.
    let clockLead: Duration

    init(endpoint: String, region: String, clockLead: Duration = .zero) {
        (self.endpoint, self.region, self.clockLead) = (endpoint, region, clockLead)
    }

    init(_ client: GlacierClient) {
        self.init(
            endpoint: "\(client.endpoint.scheme)://\(client.endpoint.authority)",
            region: client.endpoint.region,
            clockLead: client.clockLead
        )
    }
}
