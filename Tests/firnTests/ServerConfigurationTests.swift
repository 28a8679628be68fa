import ArgumentParser
import GlacierModel
import Testing
import Upkeep
@testable import firn

@Suite("The configuration of a server")
struct ServerConfigurationTests {
    private func configuration(
        flags: [Setting: String] = [:],
        environment: [String: String] = [:],
        file: String? = nil
    ) throws -> ServerConfiguration {
        try ServerConfiguration(
            SettingSources(flags: { flags[$0] }, environment: environment, file: file.map { Array($0.utf8) })
        )
    }

    private func mistakes(
        flags: [Setting: String] = [:],
        environment: [String: String] = [:],
        file: String? = nil
    ) -> [String] {
        do {
            _ = try configuration(flags: flags, environment: environment, file: file)
            return []
        } catch let mistakes as ConfigurationMistakes {
            return mistakes.mistakes
        } catch {
            return ["\(error)"]
        }
    }

    @Test("without any setting is the promised one")
    func defaults() throws {
        let standard = try configuration()
        #expect(standard.dataFolder == "firn-data")
        #expect(standard.listen == ListenAddress(host: "127.0.0.1", port: 8410))
        #expect(standard.operatorListen == ListenAddress(host: "127.0.0.1", port: 8411))
        #expect(standard.deployment == Deployment(partition: .aws, region: "us-east-1"))
        #expect(standard.timing == .prompt)
        #expect(standard.upkeep.longestUpload < standard.upkeep.gracePeriod)
    }

    @Test("takes a PostgreSQL database for the catalogue, and shows nothing of what is none")
    func catalogue() throws {
        #expect(try configuration().catalogueURL == nil)
        for url in ["postgres://u:p@h/d", "postgresql:///d"] {
            #expect(try configuration(environment: ["FIRN_CATALOGUE": url]).catalogueURL == url)
        }
        let found = mistakes(file: #"{"catalogue":"mysql://u:s3cr3t@h/d"}"#)
        #expect(found == ["catalogue must be a URL that begins with postgres:// or postgresql://"])
    }

    @Test("takes flags before environment before file")
    func precedence() throws {
        let mixed = try configuration(
            flags: [.bulkDelay: "1m"],
            environment: ["FIRN_BULK_DELAY": "2m", "FIRN_STANDARD_DELAY": "3m"],
            file: #"{"bulk-delay":"4m","standard-delay":"5m","expedited-delay":"6m","maximum-connections":7}"#
        )
        #expect(mixed.timing.bulkDelay == .minutes(1))
        #expect(mixed.timing.standardDelay == .minutes(3))
        #expect(mixed.timing.expeditedDelay == .minutes(6))
        #expect(mixed.maximumConnections == 7)
    }

    @Test("can set a value of a profile by itself")
    func profiles() throws {
        let faithful = try configuration(flags: [.timing: "faithful", .standardDelay: "4m"])
        #expect(faithful.timing.standardDelay == .minutes(4))
        #expect(faithful.timing.bulkDelay == .hours(8))
        #expect(faithful.timing.inventoryInterval == .hours(24))
    }

    @Test("lists every mistake at once, each by its setting")
    func everyMistake() {
        let found = mistakes(
            flags: [.listen: "nowhere", .timing: "slow", .jobLifetime: "1 day", .tlsCertificate: "cert.pem"],
            environment: ["FIRN_OPERATOR": "127.0.0.1:65536", "FIRN_ACCOUNT_ID": "12", "FIRN_LOG_LEVEL": "loud"],
            file: #"{"region":"Earth One","upkeep-interval":"0"}"#
        )
        let names = [
            "listen", "operator", "region", "account-id", "log-level", "timing", "job-lifetime", "tls-",
            "upkeep-interval",
        ]
        for name in names { #expect(found.contains { $0.hasPrefix(name) }, "\(name) in \(found)") }
        #expect(found.count == names.count)
    }

    @Test(
        "refuses a file with unknown keys or wrong values",
        arguments: [
            #"{"standart-delay":"4h"}"#, #"{"listen":["a"]}"#, #"{"listen":true}"#, "[]", "", "{",
        ]
    )
    func wrongFile(_ file: String) {
        #expect(!mistakes(file: file).isEmpty)
    }

    @Test(
        "reads spans",
        arguments: [
            ("0", 0), ("500ms", 500), ("90s", 90_000), ("15m", 900_000), ("24h", 86_400_000), ("2d", 172_800_000),
        ]
    )
    func spans(_ text: String, _ milliseconds: Int64) {
        #expect(Span(setting: text) == Span(milliseconds: milliseconds))
    }

    @Test(
        "refuses spans",
        arguments: ["", "1", "-1s", "1.5h", "h", "1 h", "1w", "99999999999999999999s", "9223372036854775807d"]
    )
    func wrongSpans(_ text: String) {
        #expect(Span(setting: text) == nil)
    }

    @Test(
        "reads addresses",
        arguments: [
            ("127.0.0.1:0", "127.0.0.1", 0), ("[::1]:8410", "::1", 8410), ("localhost:65535", "localhost", 65535),
        ]
    )
    func addresses(_ text: String, _ host: String, _ port: Int) {
        #expect(ListenAddress(text) == ListenAddress(host: host, port: port))
    }

    @Test("refuses addresses", arguments: ["", ":1", "host", "host:", "host:x", "host:65536", "::1:80", "host:-1"])
    func wrongAddresses(_ text: String) {
        #expect(ListenAddress(text) == nil)
    }

    @Test("has a flag and a variable for every setting")
    func everySettingHasAFlag() throws {
        for setting in Setting.allCases {
            let options = try ServeOptions.parse(["--\(setting.rawValue)", "x"])
            #expect(options.value(of: setting) == "x")
            #expect(setting.variable.hasPrefix("FIRN_"))
        }
    }
}
