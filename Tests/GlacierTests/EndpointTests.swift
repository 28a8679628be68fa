import Glacier
import Testing

@Suite("Endpoints")
struct EndpointTests {
    @Test(
        "a region has its endpoint",
        arguments: [
            ("us-east-1", "glacier.us-east-1.amazonaws.com"),
            ("us-gov-west-1", "glacier.us-gov-west-1.amazonaws.com"),
            ("cn-north-1", "glacier.cn-north-1.amazonaws.com.cn"),
        ]
    )
    func namesRegions(_ region: String, _ host: String) throws {
        let endpoint = try Endpoint(region: region)
        #expect(endpoint.scheme == "https")
        #expect(endpoint.authority == host)
        #expect(endpoint.region == region)
    }

    @Test(
        "an endpoint of its own is a scheme, a host and perhaps a port",
        arguments: [
            ("http://127.0.0.1:8410", "http", "127.0.0.1:8410"), ("http://127.0.0.1:8410/", "http", "127.0.0.1:8410"),
            ("https://Vaults.Example.org", "https", "vaults.example.org"), ("HTTP://h:80", "http", "h"),
            ("https://h:443", "https", "h"), ("https://h:80", "https", "h:80"),
            ("http://[::1]:8410", "http", "[::1]:8410"),
            ("http://[FE80::1]", "http", "[fe80::1]"),
        ]
    )
    func reads(_ url: String, _ scheme: String, _ authority: String) throws {
        let endpoint = try Endpoint(url: url, region: "us-east-1")
        #expect(endpoint.scheme == scheme)
        #expect(endpoint.authority == authority)
    }

    @Test(
        "anything else is refused",
        arguments: [
            "", "h", "ftp://h", "http://", "http:///", "http://h/path", "http://h?q", "http://h#f", "http://u@h",
            "http://h:0", "http://h:65536", "http://h:", "http://h:x", "http://h:+1", "http://[::1", "http://[]",
            "http://[x]", "http://h h", "http://h\r\nx",
        ]
    )
    func refuses(_ url: String) {
        #expect(throws: InvalidEndpoint.self) { try Endpoint(url: url, region: "us-east-1") }
    }

    @Test("a region has lower-case letters, digits and hyphens", arguments: ["", "US", "a.b", "a/b", "é", "a b"])
    func refusesRegions(_ region: String) {
        #expect(throws: InvalidEndpoint.self) { try Endpoint(region: region) }
        #expect(throws: InvalidEndpoint.self) { try Endpoint(url: "http://h", region: region) }
    }
}
