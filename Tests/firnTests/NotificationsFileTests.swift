import Foundation
import GlacierModel
import JobEngine
import Logging
import Testing

@testable import firn

@Suite("The file of destinations")
struct NotificationsFileTests {
    private func mistakes(_ text: String) -> [String] {
        do {
            _ = try NotificationsFile.parse(Array(text.utf8))
            return []
        } catch {
            return error.mistakes
        }
    }

    @Test("names topics and where their notifications go, in its order")
    func reads() throws {
        let text = """
            {"destinations":[
                {"topic":"arn:aws:sns:us-east-1:111122223333:jobs","webhook":"https://backup.example/hooks/glacier"},
                {"topic":"arn:aws:sns:*","sns":{"endpoint":"https://sns.us-east-1.amazonaws.com","region":"us-east-1",
                    "access-key-id":"AKIDEXAMPLE","secret-access-key":"s3cret","session-token":"t"}}
            ]}
            """
        let all = try NotificationsFile.parse(Array(text.utf8)).all
        #expect(all.map(\.topics.description) == ["arn:aws:sns:us-east-1:111122223333:jobs", "arn:aws:sns:*"])
        guard case .webhook(let poster) = all[0].kind, case .sns(let publisher) = all[1].kind else {
            Issue.record("\(all)")
            return
        }
        #expect(poster.url == DeliveryURL("https://backup.example/hooks/glacier"))
        #expect(publisher.endpoint == DeliveryURL("https://sns.us-east-1.amazonaws.com/"))
        #expect(publisher.region == "us-east-1")
        #expect(!"\(all)".contains("s3cret"))
    }

    @Test("may be without destinations")
    func readsNone() throws {
        #expect(try NotificationsFile.parse(Array(#"{"destinations":[]}"#.utf8)).all.isEmpty)
        #expect(try NotificationsFile.load(nil, logger: Logger(label: "test")).all.isEmpty)
    }

    @Test("is refused with every mistake and its place, and without showing a secret")
    func listsMistakes() {
        let found = mistakes(
            """
            {"extra":1,"destinations":[
                {"topic":"a*b","webhook":"ftp://x"},
                {"topic":"*"},
                {"topic":"*","webhook":"http://a","sns":{}},
                {"webhook":"http://a","colour":"red"},
                {"topic":"*","sns":{"endpoint":"http://u:s3cret@a","region":"","access-key-id":5,"acl":"x"}},
                {"topic":"*","sns":{"endpoint":"http://a","region":"r","access-key-id":"a",
                    "secret-access-key":"s3cret \\n","session-token":null}},
                "x"
            ]}
            """
        )
        #expect(
            found.map { $0.split(separator: " ").prefix(4).joined(separator: " ") } == [
                "the file has an", "destinations[0].topic must be the", "destinations[0].webhook must be an",
                "destinations[1] must have either", "destinations[2] must have either",
                "destinations[3] has an unknown", "destinations[3].topic is missing",
                "destinations[4].sns has an unknown", "destinations[4].sns.endpoint must be an",
                "destinations[4].sns.region must be a", "destinations[4].sns.access-key-id must be a",
                "destinations[4].sns.secret-access-key is missing",
                "destinations[5].sns.secret-access-key must be a", "destinations[5].sns.session-token must be a",
                "destinations[6] must be an",
            ]
        )
        #expect(!found.joined().contains("s3cret"))
    }

    @Test(
        "is refused when it is no such document",
        arguments: ["", "[]", "{", "{}", #"{"destinations":{}}"#, #"{"destinations":[],"destinations":[]}"#]
    )
    func wrongDocuments(_ text: String) {
        #expect(mistakes(text).count == 1)
    }

    @Test("is refused when it is absent or longer than 1 MiB")
    func wrongFiles() throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("firn-test-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("notifications.json")
        #expect(throws: ConfigurationMistakes.self) { try NotificationsFile.load(file.path, logger: logger) }
        let text = #"{"destinations":[]}"#
        try Data((text + String(repeating: " ", count: (1 << 20) - text.utf8.count)).utf8).write(to: file)
        #expect(try NotificationsFile.load(file.path, logger: logger).all.isEmpty)
        try Data((text + String(repeating: " ", count: (1 << 20) - text.utf8.count + 1)).utf8).write(to: file)
        #expect(throws: ConfigurationMistakes.self) { try NotificationsFile.load(file.path, logger: logger) }
    }
}
