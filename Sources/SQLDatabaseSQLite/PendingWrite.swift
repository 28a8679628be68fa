import SQLDatabase

/// A write closure together with the caller that waits for it, its result type erased.
///
/// Each caller is told its end exactly once: by the delivery that the last attempt returned, or by `fail`.
struct PendingWrite: Sendable {
    /// Tells the caller the result of one attempt.
    typealias Delivery = @Sendable () -> Void

    /// Runs the closure, as often as needed, and keeps its result in the delivery.
    let attempt: @Sendable (_ transaction: any SQLTransaction) throws -> Delivery

    /// Tells the caller an error.
    let fail: @Sendable (_ error: any Error) -> Void
}

extension PendingWrite {
    init<T: Sendable>(
        _ body: @escaping @Sendable (any SQLTransaction) throws -> T,
        resuming continuation: CheckedContinuation<T, any Error>
    ) {
        attempt = { transaction in
            let result = try body(transaction)
            return { continuation.resume(returning: result) }
        }
        fail = { continuation.resume(throwing: $0) }
    }
}
