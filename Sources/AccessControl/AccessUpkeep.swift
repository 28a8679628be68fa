package import Catalogue
package import GlacierModel
package import Logging

/// Looks every second for rules that others changed, and writes every minute when keys were last used.
///
/// What this process changes itself is in force at once and does not wait for it.
package struct AccessUpkeep: Sendable {
    private static let interval = Span.seconds(1)
    private static let roundsBetweenWritings = 60

    private let catalogue: Catalogue
    private let uses: AccessKeyUses
    private let surroundings: Surroundings
    private let logger: Logger

    package init(catalogue: Catalogue, uses: AccessKeyUses, surroundings: Surroundings, logger: Logger) {
        self.catalogue = catalogue
        self.uses = uses
        self.surroundings = surroundings
        self.logger = logger
    }

    /// Runs until it is cancelled, and writes the last uses before it returns.
    package func run() async {
        var round = 0
        while (try? await surroundings.sleep(Self.interval)) != nil {
            round += 1
            await attempt("Changes of access rules were not looked for") { try await catalogue.refreshAccessVersion() }
            if round.isMultiple(of: Self.roundsBetweenWritings) { await writeUses() }
        }
        // Not cancelled itself: a task of its own, awaited here.
        await Task { await writeUses() }.value
    }

    /// What cannot be written is given up: it is of use to people only, and the next use writes it anew.
    private func writeUses() async {
        let uses = uses.take()
        await attempt("The last uses of access keys were not written") { try await catalogue.record(uses) }
    }

    private func attempt(_ failure: Logger.Message, _ work: () async throws -> Void) async {
        do {
            try await work()
        } catch is CancellationError {
            return
        } catch {
            logger.warning(failure, metadata: ["error": "\(error)"])
        }
    }
}
