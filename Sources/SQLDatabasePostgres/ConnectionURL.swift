import CPQ
import SQLDatabase

/// Where a server is and how to sign in, read from a URL `postgres://…` or `postgresql://…`.
///
/// Several hosts may be named; the one that takes writes is used. What the URL leaves out comes from the environment,
/// as with every client of PostgreSQL: `PGPASSWORD`, `PGPASSFILE`, `PGSSLMODE` and the like.
///
/// Source: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING
struct ConnectionURL: Sendable {
    private static let schemes = ["postgres://", "postgresql://"]

    /// What holds where the URL says nothing else. Without these, a server that vanished is noticed after hours only.
    private static let defaults = [
        "connect_timeout": "10", "keepalives_idle": "30", "keepalives_interval": "10", "keepalives_count": "3",
        "tcp_user_timeout": "30000", "target_session_attrs": "read-write",
    ]

    /// Names and values for `PQconnectdbParams`.
    let parameters: [String: String]

    /// - Throws: ``SQLDatabaseError/Code/statement``, without a word of the URL: it may hold a password.
    init(_ url: String, applicationName: String) throws(SQLDatabaseError) {
        guard Self.schemes.contains(where: url.hasPrefix), !url.utf8.contains(0) else {
            throw SQLDatabaseError(.statement, "the connection URL does not begin with postgres:// or postgresql://")
        }
        guard let options = PQconninfoParse(url, nil) else {
            throw SQLDatabaseError(.statement, "the connection URL cannot be read; is a character not percent-encoded?")
        }
        defer { PQconninfoFree(options) }
        var parameters = Self.defaults
        parameters["fallback_application_name"] = applicationName
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { parameters[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        parameters["client_encoding"] = "UTF8"
        self.parameters = parameters
    }

    /// A message of the library or the server, without the secrets that the URL holds.
    func redacting(_ message: String) -> String {
        var message = message
        for name in ["password", "sslpassword"] {
            if let secret = parameters[name], !secret.isEmpty { message = message.replacing(secret, with: "***") }
        }
        return message
    }
}
