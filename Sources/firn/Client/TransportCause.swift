import Foundation
import Glacier
import NIOCore
import NIOPosix

/// What kept a request from being answered, in words.
struct TransportCause {
    enum Kind {
        /// Nobody listens there.
        case refused
        /// There is no machine of the name.
        case unknownHost
        /// The machine, or the network to it, does not answer.
        case silent
        /// Whoever answers has a certificate of nobody who is trusted, or of another name.
        case notTrusted(String)
        /// Whoever answers does not speak TLS, or none that both know.
        case insecure(String)
        /// There was a connection, and it ended.
        case broken(String)
    }

    let kind: Kind
    let fate: TransportError.Fate

    init(_ error: TransportError) {
        fate = error.fate
        kind = Self.kind(of: error.cause)
    }

    private static func kind(of cause: any Error) -> Kind {
        switch cause {
        case let error as NIOConnectionError:
            if let attempt = error.connectionErrors.first { return kind(of: attempt.error) }
            return .unknownHost
        case let error as IOError: return kind(of: error)
        case let error as ChannelError:
            if case .connectTimeout = error { return .silent }
            return .broken("\(error)")
        default: return kind(named: "\(cause)")
        }
    }

    private static func kind(of error: IOError) -> Kind {
        switch error.errnoCode {
        case ECONNREFUSED: .refused
        case ENETUNREACH, EHOSTUNREACH, ETIMEDOUT, ENETDOWN: .silent
        default: .broken(String(cString: strerror(error.errnoCode)))
        }
    }

    /// The HTTP client's errors, and those of TLS, are told apart by their names alone.
    private static func kind(named name: String) -> Kind {
        let words = name.lowercased()
        if words.contains("connecttimeout") { return .silent }
        if words.contains("validatehostname") { return .notTrusted("is for another name") }
        if words.contains("certificate") { return .notTrusted("is not trusted") }
        if ["handshake", "tls", "ssl"].contains(where: words.contains) { return .insecure(reason(inTLS: words)) }
        if words.contains("deadlineexceeded") || words.contains("readtimeout") || words.contains("writetimeout") {
            return .broken("no answer in time")
        }
        return .broken(words.contains("remoteconnectionclosed") ? "closed by the other side" : name)
    }
}

extension TransportCause {
    /// What BoringSSL calls the mistake, as `wrong version number`, without the rest of its words.
    private static func reason(inTLS words: String) -> String {
        guard let mark = words.firstRange(of: "openssl_internal:") else { return "the TLS handshake failed" }
        let name = words[mark.upperBound...].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        return String(name.replacing("_", with: " "))
    }
}

extension CommandFailure {
    init(_ cause: TransportCause, at target: RequestTarget?) {
        let place = target?.endpoint ?? "the endpoint"
        switch cause.kind {
        case .refused:
            self.init(.temporary, "\(place) refuses connections", hints: ["is the server running, and the port right?"])
        case .unknownHost: self.init(.temporary, "there is no machine of the name in \(place)", hints: Self.aboutPlace)
        case .silent: self.init(.temporary, "\(place) does not answer", hints: Self.aboutPlace)
        case .notTrusted(let why):
            self.init(
                .failure,
                "no secure connection to \(place): its certificate \(why)",
                hints: ["--ca-bundle names a file with the certificate of the authority that signed it"]
            )
        case .insecure(let why):
            self.init(
                .failure,
                "no secure connection to \(place): \(why)",
                hints: ["a service without TLS has a URL that begins with http://"]
            )
        case .broken(let why):
            let doubt = cause.fate == .unknown ? "; the request may have been carried out" : ""
            let hints = place.hasPrefix("http://") ? ["a service with TLS has a URL that begins with https://"] : []
            self.init(.temporary, "the connection to \(place) was lost: \(why)\(doubt)", hints: hints)
        }
    }

    private static let aboutPlace = [
        "`firn configure list` shows where the endpoint comes from; --endpoint names another"
    ]
}
