import JSONText
import JobEngine
import SigV4

/// Reads destinations from a document and remembers every mistake with its place.
struct NotificationsReader {
    private(set) var mistakes: [String] = []

    mutating func destinations(_ document: JSONValue) -> NotificationDestinations {
        guard let members = object(document, at: "the file", keys: ["destinations"]) else {
            return NotificationDestinations()
        }
        guard case .array(let elements)? = members["destinations"] else {
            mistakes.append("destinations must be a list")
            return NotificationDestinations()
        }
        var found: [NotificationDestination] = []
        for (index, element) in elements.enumerated() {
            if let destination = destination(element, at: "destinations[\(index)]") { found.append(destination) }
        }
        return NotificationDestinations(found)
    }

    private mutating func destination(_ value: JSONValue, at place: String) -> NotificationDestination? {
        guard let members = object(value, at: place, keys: ["topic", "webhook", "sns"]) else { return nil }
        let topics = parse(
            members["topic"],
            at: "\(place).topic",
            "the ARN of a topic, the beginning of one followed by *, or *",
            TopicPattern.init
        )
        let kind: NotificationDestination.Kind?
        switch (members["webhook"], members["sns"]) {
        case (let webhook?, nil):
            kind = url(webhook, at: "\(place).webhook").map { .webhook(WebhookPoster(url: $0)) }
        case (nil, let sns?): kind = publisher(sns, at: "\(place).sns").map { .sns($0) }
        default:
            mistakes.append("\(place) must have either webhook or sns")
            return nil
        }
        guard let topics, let kind else { return nil }
        return NotificationDestination(topics: topics, kind: kind)
    }

    private mutating func publisher(_ value: JSONValue, at place: String) -> SNSPublisher? {
        let keys = ["endpoint", "region", "access-key-id", "secret-access-key", "session-token"]
        guard let members = object(value, at: place, keys: keys) else { return nil }
        let endpoint = url(members["endpoint"], at: "\(place).endpoint")
        let region = word(members["region"], at: "\(place).region")
        let id = word(members["access-key-id"], at: "\(place).access-key-id")
        let secret = word(members["secret-access-key"], at: "\(place).secret-access-key")
        var token: String?
        if let given = members["session-token"] {
            token = word(given, at: "\(place).session-token")
            if token == nil { return nil }
        }
        guard let endpoint, let region, let id, let secret else { return nil }
        let credentials = SigningCredentials(accessKeyID: id, secretAccessKey: secret, sessionToken: token)
        return SNSPublisher(endpoint: endpoint, region: region, credentials: credentials)
    }

    private mutating func url(_ value: JSONValue?, at place: String) -> DeliveryURL? {
        parse(value, at: place, "an http or https URL without user, password and fragment", DeliveryURL.init)
    }

    /// A text of visible ASCII.
    private mutating func word(_ value: JSONValue?, at place: String) -> String? {
        parse(value, at: place, "a text of visible ASCII characters") { text in
            !text.isEmpty && text.utf8.allSatisfy { 0x21...0x7E ~= $0 } ? text : nil
        }
    }

    /// What is wrong is named, never shown: it may be a secret.
    private mutating func parse<Value>(
        _ value: JSONValue?,
        at place: String,
        _ wanted: String,
        _ read: (String) -> Value?
    ) -> Value? {
        if case .string(let text)? = value, let read = read(text) { return read }
        mistakes.append(value == nil ? "\(place) is missing" : "\(place) must be \(wanted)")
        return nil
    }

    private mutating func object(_ value: JSONValue, at place: String, keys: [String]) -> [String: JSONValue]? {
        guard case .object(let members) = value else {
            mistakes.append("\(place) must be an object")
            return nil
        }
        for key in members.keys.sorted() where !keys.contains(key) {
            mistakes.append("\(place) has an unknown key: \(key)")
        }
        return members
    }
}
