import Catalogue
import GlacierModel
import Logging

/// One notification: the attempt, and what follows from it.
extension Notifier {
    private enum Attempt {
        case accepted
        case failed(reason: String)
        case interrupted
    }

    func settle(_ claim: ClaimedNotification) async throws -> Outcome {
        guard let destination = destinations.destination(of: claim.topic) else {
            logger.info("Notification dropped: no destination takes its topic", metadata: metadata(claim))
            return try await remove(claim, as: .dropped)
        }
        switch await attempt(claim, at: destination) {
        case .accepted:
            logger.debug("Notification delivered", metadata: metadata(claim, destination))
            return try await remove(claim, as: .delivered)
        case .interrupted:
            return try await catalogue.postponeNotification(claim, by: .zero) ? .postponed : .superseded
        case .failed(let reason):
            var metadata = metadata(claim, destination)
            metadata["reason"] = "\(reason)"
            return try await settle(claim, failedWith: metadata)
        }
    }

    private func settle(_ claim: ClaimedNotification, failedWith metadata: Logger.Metadata) async throws -> Outcome {
        guard surroundings.now() < claim.creationDate + settings.lifetime else {
            logger.error("Notification given up: its lifetime is over", metadata: metadata)
            return try await remove(claim, as: .abandoned)
        }
        let delay = BackOff.delay(afterAttempt: claim.attempt, chance: surroundings.chance())
        logger.warning(
            "Notification not delivered, to be tried again",
            metadata: metadata.merging(["delay-ms": "\(delay.milliseconds)"]) { old, _ in old }
        )
        return try await catalogue.postponeNotification(claim, by: delay) ? .postponed : .superseded
    }

    private func attempt(_ claim: ClaimedNotification, at destination: NotificationDestination) async -> Attempt {
        do {
            let status = try await send(destination.delivery(of: claim, at: surroundings.now()))
            return 200..<300 ~= status ? .accepted : .failed(reason: "status \(status)")
        } catch {
            return Task.isCancelled ? .interrupted : .failed(reason: "\(error)")
        }
    }

    private func remove(_ claim: ClaimedNotification, as outcome: Outcome) async throws -> Outcome {
        try await catalogue.removeNotification(claim) ? outcome : .superseded
    }

    /// Nothing secret: neither the message nor the path of a URL, and of a topic only what can be one.
    private func metadata(
        _ claim: ClaimedNotification,
        _ destination: NotificationDestination? = nil
    ) -> Logger.Metadata {
        var metadata: Logger.Metadata = ["notification": "\(claim.key)", "attempt": "\(claim.attempt)"]
        metadata["topic"] = "\(TopicPattern.isTopic(claim.topic) ? claim.topic : "(not an ARN)")"
        if let destination { metadata["destination"] = "\(destination.url)" }
        return metadata
    }
}
