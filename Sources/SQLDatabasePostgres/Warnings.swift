import CPQ

/// What the server warned of, in place of libpq's habit to write it to the standard error.
final class Warnings {
    private(set) var isEmpty = true

    /// Listens to a connection, which must not outlive this.
    init(of connection: OpaquePointer) {
        let receiver = Unmanaged.passUnretained(self).toOpaque()
        PQsetNoticeReceiver(
            connection,
            { receiver, result in
                guard let receiver, let result, ServerMessage(result).severity == "WARNING" else { return }
                Unmanaged<Warnings>.fromOpaque(receiver).takeUnretainedValue().isEmpty = false
            },
            receiver
        )
    }

    func clear() {
        isEmpty = true
    }
}
