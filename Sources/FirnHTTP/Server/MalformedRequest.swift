/// Why a request was refused before anything else was looked at. All of them are answered with the status 400 and end
/// the connection, since where the next request begins is not certain.
public enum MalformedRequest: String, Error, CaseIterable, Hashable, Sendable {
    /// Not HTTP, or not in its grammar: method, line ends, field names, control characters.
    case syntax = "The request is not valid HTTP"
    /// More header bytes or fields than allowed.
    case headerTooLarge = "The request header is too large"
    /// Neither HTTP/1.1 nor HTTP/1.0.
    case version = "The HTTP version is not supported"
    /// The request target has characters that are not allowed there.
    case target = "The request target is not valid"
    /// No `Host` in a request of HTTP/1.1, more than one, or one that cannot be a host.
    /// Source: https://www.rfc-editor.org/rfc/rfc9112#section-3.2
    case host = "The Host header is missing, repeated or not valid"
    /// `Content-Length` repeated, not a number, or together with `Transfer-Encoding`; another transfer coding than
    /// `chunked`. Source: https://www.rfc-editor.org/rfc/rfc9112#section-6.3
    case bodyLength = "The length of the request body is ambiguous or not valid"

    /// A sentence for the error message, without a full stop.
    public var reason: String { rawValue }
}
