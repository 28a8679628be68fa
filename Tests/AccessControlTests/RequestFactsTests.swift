import HTTPTypes
import Testing

@testable import AccessControl

@Suite("Facts of a request")
struct RequestFactsTests {
    private func facts(
        peer: String?,
        proxies: String? = nil,
        forwarded: [String] = [],
        proto: [String] = [],
        isSecure: Bool = false
    ) throws -> RequestFacts {
        var request = HTTPRequest(method: .get, scheme: "http", authority: "test", path: "/")
        let fields =
            try forwarded.map { HTTPField(name: try name("X-Forwarded-For"), value: $0) }
            + proto.map { HTTPField(name: try name("X-Forwarded-Proto"), value: $0) }
        for field in fields { request.headerFields.append(field) }
        return RequestFacts(
            head: request,
            peer: peer,
            isSecure: isSecure,
            proxies: try proxies.map { try #require(TrustedProxies(parsing: $0)) } ?? .none
        )
    }

    private func name(_ text: String) throws -> HTTPField.Name { try #require(HTTPField.Name(text)) }

    @Test("without trusted proxies nobody can say who he is")
    func ignoresForwarded() throws {
        let facts = try facts(peer: "198.51.100.7", forwarded: ["203.0.113.9"], proto: ["https"])
        #expect(facts.sourceAddress == "198.51.100.7")
        #expect(!facts.isSecure)
    }

    @Test(
        "behind a trusted proxy the client is the last address that is no trusted proxy",
        arguments: [
            (["203.0.113.9"], "203.0.113.9"),
            (["6.6.6.6, 203.0.113.9"], "203.0.113.9"),
            (["6.6.6.6", "203.0.113.9, 10.0.0.2"], "203.0.113.9"),
            (["10.0.0.3,10.0.0.2"], "10.0.0.3"),
            ([], "10.0.0.1"),
            ([""], "10.0.0.1"),
            (["203.0.113.9, nonsense"], "10.0.0.1"),
            (["nonsense, 10.0.0.2"], "10.0.0.2"),
            (["2001:db8::7"], "2001:db8::7"),
        ]
    )
    func findsClient(_ forwarded: [String], _ client: String) throws {
        let facts = try facts(peer: "10.0.0.1", proxies: "10.0.0.0/8, ::1", forwarded: forwarded)
        #expect(facts.sourceAddress == client)
    }

    @Test("a trusted proxy says whether the client spoke TLS; the last word counts")
    func findsProtocol() throws {
        #expect(try facts(peer: "::1", proxies: "::1", proto: ["https"]).isSecure)
        #expect(try facts(peer: "::1", proxies: "::1", proto: ["HTTPS"]).isSecure)
        #expect(try !facts(peer: "::1", proxies: "::1", proto: ["https", "http"]).isSecure)
        #expect(try !facts(peer: "::1", proxies: "::1", proto: ["http"], isSecure: true).isSecure)
        #expect(try facts(peer: "::1", proxies: "::1", isSecure: true).isSecure)
        #expect(try !facts(peer: "::2", proxies: "::1", proto: ["https"]).isSecure)
    }

    @Test("an address of IPv4 within IPv6 is that of IPv4")
    func mapsAddresses() throws {
        let facts = try facts(peer: "::ffff:10.0.0.1", proxies: "10.0.0.0/8", forwarded: ["203.0.113.9"])
        #expect(facts.sourceAddress == "203.0.113.9")
    }

    @Test(
        "what is no list of addresses is refused",
        arguments: ["", ",", "10.0.0.0/33", "a", "10.0.0.1,", "10.0.0.1 ::1"]
    )
    func refuses(_ text: String) {
        #expect(TrustedProxies(parsing: text) == nil)
    }
}
