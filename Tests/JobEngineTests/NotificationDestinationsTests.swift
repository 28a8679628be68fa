import JobEngine
import Testing

@Suite("Destinations of notifications")
struct NotificationDestinationsTests {
    private func webhook(_ topics: String, _ host: String) throws -> NotificationDestination {
        NotificationDestination(
            topics: try #require(TopicPattern(topics)),
            kind: .webhook(WebhookPoster(url: try #require(DeliveryURL("https://\(host)/"))))
        )
    }

    private func host(_ destination: NotificationDestination?) -> String? {
        switch destination?.kind {
        case .webhook(let poster): poster.url.authority
        case .sns, nil: nil
        }
    }

    @Test("the first that takes a topic gets it")
    func firstMatch() throws {
        let destinations = NotificationDestinations([
            try webhook("arn:aws:sns:us-east-1:111122223333:jobs", "a"), try webhook("arn:aws:sns:us-*", "b"),
            try webhook("arn:aws:sns:us-east-1:111122223333:other", "never"), try webhook("*", "c"),
        ])
        #expect(host(destinations.destination(of: "arn:aws:sns:us-east-1:111122223333:jobs")) == "a")
        #expect(host(destinations.destination(of: "arn:aws:sns:us-east-1:111122223333:jobs2")) == "b")
        #expect(host(destinations.destination(of: "arn:aws:sns:us-east-1:111122223333:other")) == "b")
        #expect(host(destinations.destination(of: "ARN:aws:sns:us-east-1:111122223333:jobs")) == "c")
        #expect(NotificationDestinations().destination(of: "arn") == nil)
    }

    @Test(
        "what cannot be a topic is taken by none, since it would stand in a header",
        arguments: ["", "a b", "a\r\nx: y", "é", "a\u{0}", String(repeating: "a", count: 1025)]
    )
    func strangeTopics(_ topic: String) throws {
        #expect(try #require(TopicPattern("*")).matches(topic) == false)
    }

    @Test("patterns have a * at their end only", arguments: ["", "a*b", "**", "*a", "a b", "ä"])
    func wrongPatterns(_ text: String) {
        #expect(TopicPattern(text) == nil)
    }

    @Test(
        "URLs are cut into what is connected to and what is asked for",
        arguments: [
            ("http://a", "http", "a", "/"),
            ("https://a.example:8443/x/y?z=%2F", "https", "a.example:8443", "/x/y?z=%2F"),
            ("http://[::1]:80?q", "http", "[::1]:80", "/?q"), ("http://[2001:db8::1]/", "http", "[2001:db8::1]", "/"),
        ]
    )
    func urls(_ text: String, _ scheme: String, _ authority: String, _ target: String) throws {
        let url = try #require(DeliveryURL(text))
        #expect(url.scheme == scheme)
        #expect(url.authority == authority)
        #expect(url.target == target)
        #expect("\(url)" == "\(scheme)://\(authority)")
    }

    @Test(
        "other URLs are refused",
        arguments: [
            "", "a", "ftp://a/", "HTTP://a/", "http+unix://a/", "http://", "http:///x", "http://u:p@a/", "http://a/#f",
            "http://a:0/", "http://a:65536/", "http://a:b/", "http://a:/", "http://a b/", "http://a/ ", "http://ä/",
            "http://a/%2", "http://a/%zz", "http://[]/", "http://[a/", "http://a\\b/", "http://a/\r\n",
            "http://a/" + String(repeating: "x", count: 2048),
        ]
    )
    func wrongURLs(_ text: String) {
        #expect(DeliveryURL(text) == nil)
    }
}
