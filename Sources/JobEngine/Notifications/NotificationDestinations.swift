import Catalogue
import GlacierModel

/// Which topics a destination takes: one by its ARN, those that begin with a text, or all.
package struct TopicPattern: Hashable, Sendable, CustomStringConvertible {
    /// Bytes of the longest topic that is delivered. An ARN of SNS has 400 at most.
    package static let maximumBytes = 1024

    /// As it was written.
    package let description: String
    private let beginning: Substring?

    /// Nil unless the text is visible ASCII, not too long, and has no `*` but at its end.
    package init?(_ text: String) {
        guard Self.isTopic(text), !text.dropLast().contains("*") else { return nil }
        description = text
        beginning = text.hasSuffix("*") ? text.dropLast() : nil
    }

    /// Compares byte for byte. A topic that cannot be one, since it is not visible ASCII, never matches: clients may
    /// name any text.
    package func matches(_ topic: String) -> Bool {
        guard Self.isTopic(topic) else { return false }
        return beginning.map { topic.hasPrefix($0) } ?? (topic == description)
    }

    static func isTopic(_ text: String) -> Bool {
        (1...maximumBytes).contains(text.utf8.count) && text.utf8.allSatisfy { 0x21...0x7E ~= $0 }
    }
}

/// Where the notifications of some topics go.
package struct NotificationDestination: Sendable {
    package enum Kind: Sendable {
        /// A topic of SNS, or of what speaks its protocol: the subscribers hang on the topic.
        case sns(SNSPublisher)
        /// One receiver, which gets what a subscriber of SNS gets.
        case webhook(WebhookPoster)
    }

    package let topics: TopicPattern
    package let kind: Kind

    package init(topics: TopicPattern, kind: Kind) {
        self.topics = topics
        self.kind = kind
    }

    func delivery(of notification: ClaimedNotification, at now: Timestamp) -> Delivery {
        switch kind {
        case .sns(let publisher): publisher.delivery(of: notification, at: now)
        case .webhook(let poster): poster.delivery(of: notification)
        }
    }

    /// For logs: nothing secret.
    var url: DeliveryURL {
        switch kind {
        case .sns(let publisher): publisher.endpoint
        case .webhook(let poster): poster.url
        }
    }
}

/// All destinations, in the operator's order. What a client names as a topic only chooses among them.
package struct NotificationDestinations: Sendable {
    package let all: [NotificationDestination]

    package init(_ all: [NotificationDestination] = []) { self.all = all }

    /// The first that takes the topic; nil when none does.
    package func destination(of topic: String) -> NotificationDestination? {
        all.first { $0.topics.matches(topic) }
    }
}
