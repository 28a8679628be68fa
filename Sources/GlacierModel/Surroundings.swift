/// Time and chance, handed in at construction so that nothing below calls a clock or a random source itself.
public struct Surroundings: Sendable {
    /// The current moment.
    public var now: @Sendable () -> Timestamp

    /// `count` bytes from a cryptographically secure source.
    public var randomBytes: @Sendable (_ count: Int) -> [UInt8]

    /// Waits, or throws `CancellationError` when the task is cancelled meanwhile.
    public var sleep: @Sendable (_ span: Span) async throws -> Void

    /// Takes all three, so that none falls back to the machine's own unnoticed.
    public init(
        now: @escaping @Sendable () -> Timestamp,
        randomBytes: @escaping @Sendable (_ count: Int) -> [UInt8],
        sleep: @escaping @Sendable (_ span: Span) async throws -> Void
    ) {
        self.now = now
        self.randomBytes = randomBytes
        self.sleep = sleep
    }
}
