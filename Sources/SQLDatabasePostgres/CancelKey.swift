import CPQ

/// What asks the server to stop whatever one connection is doing. It may be used while another thread waits for that.
///
/// Source: https://www.postgresql.org/docs/current/libpq-cancel.html
final class CancelKey: Sendable {
    // PQcancel only reads what this points to, and may be called from any thread; it is freed when nobody uses it.
    private nonisolated(unsafe) let pointer: OpaquePointer

    /// Nil where the connection is not open.
    init?(of connection: OpaquePointer) {
        guard let pointer = PQgetCancel(connection) else { return nil }
        self.pointer = pointer
    }

    deinit { PQfreeCancel(pointer) }

    /// Asks, over a connection of its own, and returns once the server has taken note. That it has not is not told: the
    /// statement then runs to its end.
    func request() {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { message in
            _ = PQcancel(pointer, message.baseAddress, Int32(message.count))
        }
    }
}
