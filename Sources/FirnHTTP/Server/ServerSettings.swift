public import NIOCore

/// Where an ``HTTPServer`` listens, and every bound it puts on a client: time, bytes and number of connections.
///
/// The defaults suit clients on the open Internet. Times run on the connection's event loop, so they are monotonic.
public struct ServerSettings: Sendable {
    /// The files of a TLS identity, both in PEM.
    public struct TLS: Hashable, Sendable {
        /// The server's certificate, followed by the intermediate ones.
        public var certificateChainFile: String
        /// The private key that belongs to the first certificate, not protected by a passphrase.
        public var privateKeyFile: String

        /// Names the two files; they are read when the server starts.
        public init(certificateChainFile: String, privateKeyFile: String) {
            self.certificateChainFile = certificateChainFile
            self.privateKeyFile = privateKeyFile
        }
    }

    /// Address or host name to listen on.
    public var host: String
    /// Port to listen on; 0 lets the system choose a free one.
    public var port: Int
    /// With an identity the port speaks HTTPS only; without one plain HTTP only.
    public var tls: TLS?

    /// Time for a complete request head: from the connection's start for the first request (a TLS handshake counts),
    /// from the head's first byte for later ones. Then the connection is closed.
    public var headerTimeout: TimeAmount = .seconds(30)
    /// Time a kept-alive connection may stay without a byte of a next request. Then it is closed.
    public var idleTimeout: TimeAmount = .seconds(120)
    /// Time without a byte of a body that is being read. Then reading throws ``IncomingBodyError/timedOut``.
    public var bodyTimeout: TimeAmount = .seconds(60)
    /// Time without any progress of a response that waits for its reader. The connection is closed after at least one
    /// and at most two of these spans.
    public var responseTimeout: TimeAmount = .seconds(60)
    /// Time given to requests in flight after a graceful stop has begun. Then they are cancelled.
    public var drainTimeout: TimeAmount = .seconds(30)
    /// Time for which input is thrown away after the last response on a connection, so that a client that still sends
    /// can read the response.
    public var lingerTimeout: TimeAmount = .seconds(5)

    /// Bytes of a request's target, field names and field values together, trailers included. The longest requests of
    /// known clients (presigned, with a session token) stay below 16 KiB.
    public var maximumHeaderBytes: Int = 64 * 1024
    /// Fields of one request, trailers included.
    public var maximumHeaderFields: Int = 256
    /// Bytes of an unread body that are read and thrown away to keep the connection; with more it is closed.
    public var discardLimit: Int = 64 * 1024
    /// Bytes thrown away on a connection that is being closed.
    public var lingerLimit: Int = 64 * 1024 * 1024
    /// Bytes of one read from the socket while a body is received; also about what a connection holds unread.
    public var receiveBufferBytes: Int = 512 * 1024
    /// Bytes of such reads for all connections together: where there are many, each reads less at once, down to
    /// 64 KiB.
    public var receiveBudgetBytes: Int = 16 * 1024 * 1024
    /// Bytes of a response that may wait in memory before the writer of its body is suspended; what one write of the
    /// body brings comes on top.
    public var sendBufferBytes: Int = 256 * 1024

    /// Connections open at once. More wait in the listen backlog until one closes.
    public var maximumConnections: Int = 8192
    /// Connections the system may hold for us before they are accepted.
    public var backlog: Int = 1024

    /// Bytes of one read while there are so many connections.
    func receiveBufferBytes(connections: Int) -> Int {
        /// Below this the calls of the system cost more than the memory is worth.
        let least = 64 * 1024
        return min(receiveBufferBytes, max(least, receiveBudgetBytes / max(connections, 1)))
    }

    /// Listens on `host` and `port`, with the default bounds.
    public init(host: String = "127.0.0.1", port: Int = 0, tls: TLS? = nil) {
        self.host = host
        self.port = port
        self.tls = tls
    }
}
