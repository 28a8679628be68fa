import Foundation
import Glacier
import Testing

@Suite("What a client goes by, and where it comes from")
struct ConfigurationReportTests {
    private func entries(
        config: String = "",
        credentials: String = "",
        _ variables: [String: String] = [:],
        profile: String? = nil
    ) throws -> [String: ConfigurationReport.Entry] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "firn-report-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var environment = variables
        for (variable, text) in [("AWS_CONFIG_FILE", config), ("AWS_SHARED_CREDENTIALS_FILE", credentials)] {
            let file = folder.appending(path: variable)
            try Data(text.utf8).write(to: file)
            environment[variable] = file.path
        }
        let report = try ConfigurationReport(environment: environment, profile: profile)
        return Dictionary(uniqueKeysWithValues: report.entries.map { ($0.name, $0) })
    }

    @Test("keys are told by four letters at most, and secrets not at all")
    func masks() throws {
        for id in ["AKIAIOSFODNN7EXAMPLE", "SHORTKEY"] {
            let found = try entries(
                credentials: "[default]\naws_access_key_id = \(id)\naws_secret_access_key = wJalrXUtnFEMI\n"
            )
            #expect(found["access_key"]?.value == String(repeating: "*", count: 16) + (id.count < 16 ? "" : "MPLE"))
            #expect(found["secret_key"]?.value == String(repeating: "*", count: 16))
            #expect(found["secret_key"]?.place?.hasPrefix("[default] in ") == true)
        }
    }

    @Test("what has to be asked for is told by its place")
    func places() throws {
        let role = "arn:aws:iam::1:role/r"
        let config =
            "[profile p]\nrole_arn = \(role)\nsource_profile = q\n[profile q]\ncredential_process = secret words\n"
        let found = try entries(config: config, profile: "p")
        #expect(found["access_key"]?.value == nil)
        let place = try #require(found["access_key"]?.place)
        #expect(place.hasPrefix("\(role) of [profile p]") && place.contains("credential_process of [profile q]"))
        #expect(!place.contains("secret words"))
    }

    @Test("what is wrong is told, and the others are listed all the same")
    func problems() throws {
        let found = try entries(
            [
                "AWS_ACCESS_KEY_ID": "a", "AWS_REGION": "r", "AWS_ENDPOINT_URL": "nonsense",
                "AWS_EC2_METADATA_DISABLED": "true",
            ]
        )
        #expect(found["access_key"]?.problem?.contains("AWS_SECRET_ACCESS_KEY is not") == true)
        #expect(found["endpoint"]?.problem?.contains("nonsense") == true && found["endpoint"]?.value == nil)
        #expect(found["region"]?.value == "r" && found["region"]?.place == "AWS_REGION")
        #expect(found["profile"]?.value == "default")
    }

    @Test("nothing is nothing")
    func nothing() throws {
        let found = try entries(["AWS_EC2_METADATA_DISABLED": "true"])
        for name in ["access_key", "secret_key", "region", "endpoint"] {
            #expect(found[name]?.value == nil && found[name]?.place == nil && found[name]?.problem == nil)
        }
        #expect(try entries(["AWS_REGION": "eu-central-1"])["endpoint"]?.place == "AWS's own in the region")
    }
}
