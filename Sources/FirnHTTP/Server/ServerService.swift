/// What all connections of one server share.
struct ServerService: Sendable {
    let settings: ServerSettings
    let requestID: @Sendable () -> String
    let date: @Sendable () -> String
    let malformed: @Sendable (MalformedRequest, String) -> OutgoingResponse
    let handler: RequestHandler
    let recorder: RequestRecorder
    let registry = ConnectionRegistry()
}
