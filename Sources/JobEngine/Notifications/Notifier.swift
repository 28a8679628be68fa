package import Catalogue
package import GlacierModel
package import Logging

/// Empties the outbox: delivers each notification at least once, or gives it up when its lifetime is over.
///
/// Any number of notifiers may work on one catalogue; each notification is held by one of them at a time.
package struct Notifier: Sendable {
    package struct Settings: Hashable, Sendable {
        /// Age from which a notification that fails once more is given up.
        package var lifetime: Span
        /// Deliveries under way at once.
        package var concurrency: Int
        /// How long a notification is held: longer than a delivery can last.
        package var lease: Span

        package init(lifetime: Span = .hours(72), concurrency: Int = 4, lease: Span = .seconds(20)) {
            self.lifetime = lifetime
            self.concurrency = max(1, concurrency)
            self.lease = lease
        }
    }

    /// What became of one notification that was taken up.
    package enum Outcome: Hashable, Sendable {
        case delivered
        /// Failed, and to be tried again.
        case postponed
        /// Of a topic that no destination takes.
        case dropped
        /// Failed, and too old to be tried again.
        case abandoned
        /// Taken up by somebody else, because this attempt took longer than its lease.
        case superseded
    }

    /// How long a notification that became due meanwhile may wait to be noticed.
    package static let pollInterval = Span.seconds(1)

    let catalogue: Catalogue
    let destinations: NotificationDestinations
    let settings: Settings
    let surroundings: Surroundings
    let logger: Logger
    let send: @Sendable (Delivery) async throws -> Int

    /// - Parameter send: makes one attempt, which ends in time, and returns the status of the answer.
    package init(
        catalogue: Catalogue,
        destinations: NotificationDestinations,
        settings: Settings = Settings(),
        surroundings: Surroundings,
        logger: Logger,
        send: @escaping @Sendable (Delivery) async throws -> Int
    ) {
        self.catalogue = catalogue
        self.destinations = destinations
        self.settings = settings
        self.surroundings = surroundings
        self.logger = logger
        self.send = send
    }

    /// Works until the task is cancelled. A failing round is logged and tried again: notifications are late, not lost.
    package func run() async {
        while !Task.isCancelled {
            do {
                try await deliverDue()
            } catch is CancellationError {
                return
            } catch {
                logger.error("Delivering notifications failed", metadata: ["error": "\(error)"])
            }
            do { try await surroundings.sleep(Self.pollInterval) } catch { return }
        }
    }

    /// Takes up what is due until nothing more is.
    ///
    /// Cancellation ends the deliveries under way and gives them back to the outbox.
    /// - Returns: how many came to which end.
    @discardableResult
    package func deliverDue() async throws -> [Outcome: Int] {
        // Looking costs a read; only what is due takes the writer.
        guard try await catalogue.timeToNextNotification() == .zero else { return [:] }
        return try await withThrowingTaskGroup(of: Outcome.self) { group in
            var round: [Outcome: Int] = [:], running = 0
            while true {
                let claims = try await claim(settings.concurrency - running)
                for claim in claims { group.addTask { try await settle(claim) } }
                running += claims.count
                guard let outcome = try await group.next() else { return round }
                round[outcome, default: 0] += 1
                running -= 1
            }
        }
    }

    private func claim(_ limit: Int) async throws -> [ClaimedNotification] {
        if Task.isCancelled { return [] }
        return try await catalogue.claimNotifications(limit: limit, lease: settings.lease)
    }
}
