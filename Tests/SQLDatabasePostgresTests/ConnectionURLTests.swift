import SQLDatabase
import Testing

@testable import SQLDatabasePostgres

@Suite("connection URLs")
struct ConnectionURLTests {
    @Test("what the URL says holds, also of several hosts")
    func parameters() throws {
        let text = "postgresql://u:p%40ss@one:5,two:6/data?target_session_attrs=any&connect_timeout=3"
        let url = try ConnectionURL(text, applicationName: "tests")
        #expect(url.parameters["host"] == "one,two")
        #expect(url.parameters["port"] == "5,6")
        #expect(url.parameters["dbname"] == "data")
        #expect(url.parameters["user"] == "u")
        #expect(url.parameters["password"] == "p@ss")
        #expect(url.parameters["target_session_attrs"] == "any")
        #expect(url.parameters["connect_timeout"] == "3")
        #expect(url.parameters["fallback_application_name"] == "tests")
    }

    @Test("what it does not say has limits, and text is UTF-8 whatever it says")
    func defaults() throws {
        let url = try ConnectionURL("postgres://host/data?client_encoding=LATIN1", applicationName: "tests")
        #expect(url.parameters["connect_timeout"] == "10")
        #expect(url.parameters["target_session_attrs"] == "read-write")
        #expect(url.parameters["client_encoding"] == "UTF8")
        #expect(url.parameters["password"] == nil)
    }

    @Test(
        "what is no URL of PostgreSQL is refused without a word of it",
        arguments: [
            "", "s3cr3t", "mysql://u:s3cr3t@h/d", "host=h password=s3cr3t", "postgres://u:s3cr3t%zz@h/d",
            "postgres://u:s3cr3t@h/d?s3cr3t=1", "postgres://u:s3cr3t@[::1/d", "postgres://u:s3cr3t@h/d\u{0}",
        ]
    )
    func refusal(_ text: String) {
        let error = #expect(throws: SQLDatabaseError.self) { try ConnectionURL(text, applicationName: "tests") }
        #expect(error?.code == .statement)
        #expect(!String(reflecting: error).contains("s3cr3t"))
    }

    @Test("secrets are taken out of messages")
    func redaction() throws {
        let url = try ConnectionURL("postgres://u:pa%20ss@h/d?sslpassword=key", applicationName: "tests")
        #expect(url.redacting("no key for pa ss") == "no *** for ***")
        #expect(try ConnectionURL("postgres://u:@h/d", applicationName: "tests").redacting("as is") == "as is")
    }
}
