import NIOCore

/// A request on its connection, from its head to the end of both its body and its response.
struct Exchange {
    enum ResponsePhase {
        case awaited, started, ended
    }

    /// Counts the requests of a connection, so that a late reader of a body cannot reach into the next request.
    let number: Int
    /// Whether the client allows another request on the connection.
    let keepsAlive: Bool
    /// Whether the client waits for `100 Continue`.
    let expectsContinue: Bool
    /// Bytes of the body by `Content-Length`.
    let declaredLength: Int64?

    /// Bytes of the body that were taken, by the request's handler or to be thrown away.
    var receivedBytes: Int64 = 0
    /// Bytes of the response's body given to the channel.
    var sentBytes: Int64 = 0
    /// Whether the handler has begun to read the body, and with it `100 Continue` was sent where it was due.
    var isBodyWanted = false
    /// Whether the body was taken to its end.
    var isBodyFinished = false
    /// Why the body cannot be read on.
    var bodyFailure: IncomingBodyError?
    var response = ResponsePhase.awaited
    /// Whether the response says that it is the last one.
    var endsConnection = false

    /// The exchange that a request's head begins.
    init(number: Int, head: RequestHead) {
        self.number = number
        keepsAlive = head.keepsAlive
        expectsContinue = head.expectsContinue
        declaredLength = head.declaredLength
    }

    /// The exchange of a request that could not be understood: an answer is all that can follow.
    init(malformed number: Int) {
        self.number = number
        keepsAlive = false
        expectsContinue = false
        declaredLength = nil
        bodyFailure = .malformed
    }

    /// Whether `100 Continue` was due and is not sent, so that nobody knows whether the body will come.
    var leavesClientWaiting: Bool { expectsContinue && !isBodyWanted }

    /// Bytes of the body still to come, where that is known.
    var remainingBytes: Int64? { declaredLength.map { $0 - receivedBytes } }
}

/// A request as the connection hands it over.
struct ReceivedRequest: Sendable {
    let number: Int
    let head: RequestHead
}

/// What became of a response, for the log.
struct ExchangeSummary: Sendable {
    /// Bytes of the request's body that were taken.
    var receivedBytes: Int64 = 0
    /// Bytes of the response's body that were given to the socket.
    var sentBytes: Int64 = 0
    /// Whether the connection was gone before the response's end.
    var isLost = false
}
