import Glacier
import GlacierModel
import Synchronization

/// Shows people how far transfers have come, one transfer after the other: on a terminal in one line that is drawn
/// again and again, in a log as a line from time to time, or not at all.
///
/// It may be told from any number of tasks at once. It writes to one place, which nobody else should write to meanwhile
/// but within ``aside(_:)``.
final class ProgressDisplay: Sendable {
    /// Where it shows.
    enum Place: Sendable {
        /// A terminal, as wide as it is at the moment.
        case terminal(Style, columns: @Sendable () -> Int)
        /// What is read later: lines that end and stay.
        case log
        case nowhere
    }

    /// Between two drawings on a terminal.
    static let redrawInterval = Span(milliseconds: 100)
    /// Between two lines of a log.
    static let logInterval = Span.seconds(30)
    /// Between two lines of a log that say that a job is waited for.
    static let waitingLogInterval = Span.minutes(10)
    /// Between two drawings although nothing was told, so that a rate falls and a wait grows.
    static let tick = Span.seconds(1)

    private struct State {
        var name = ""
        var number: String?
        /// Nil between two transfers.
        var progress: TransferProgress?
        var phaseBegan = Timestamp(milliseconds: 0)
        var rate = TransferRate()
        var lastDrawn: Timestamp?
        /// Whether the terminal's line has text.
        var isOnLine = false
    }

    private let place: Place
    private let surroundings: Surroundings
    private let write: @Sendable (String) -> Void
    private let state = Mutex(State())

    /// - Parameters:
    ///   - surroundings: the clock that intervals and rates go by, and the waiting of ``ticking(_:)``.
    ///   - write: takes texts as they are to stand on the terminal or in the log, line breaks and all.
    init(_ place: Place, surroundings: Surroundings, write: @escaping @Sendable (String) -> Void) {
        (self.place, self.surroundings, self.write) = (place, surroundings, write)
    }

    /// Begins with another transfer.
    ///
    /// - Parameters:
    ///   - name: of a file, say; any text.
    ///   - number: which of several it is, counted from 1.
    func begin(_ name: String, _ number: Int = 1, of count: Int = 1) {
        state.withLock { state in
            reset(&state)
            state.name = name.visible
            state.number = count > 1 ? "\(number)/\(count)" : nil
        }
    }

    /// Takes how far the transfer has come; it is shown when it is time.
    func show(_ progress: TransferProgress) {
        state.withLock { state in
            let now = surroundings.now()
            if state.progress?.phase != progress.phase {
                state.phaseBegan = now
                state.rate = TransferRate()
                // A wait may be long: a log tells of it at once, and of short transfers not at all.
                if case .log = place { state.lastDrawn = progress.phase == .waiting ? nil : state.lastDrawn ?? now }
            }
            state.progress = progress
            state.rate.read(progress.movedBytes, at: now)
            drawWhenDue(&state, now)
        }
    }

    /// Ends the transfer: the terminal's line is empty again.
    func end() { state.withLock { reset(&$0) } }

    /// Runs what writes to the same place, whole lines only, with the terminal's line out of the way.
    func aside<Value>(_ body: () throws -> Value) rethrows -> Value {
        try state.withLock { state in
            clear(&state)
            defer {
                state.lastDrawn = nil
                if case .terminal = place { drawWhenDue(&state, surroundings.now()) }
            }
            return try body()
        }
    }

    /// Runs transfers while the display goes on by itself, and leaves an empty line behind, whatever comes of them.
    func ticking<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
        defer { end() }
        if case .nowhere = place { return try await body() }
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                while !Task.isCancelled {
                    do { try await self.surroundings.sleep(Self.tick) } catch is CancellationError { return nil }
                    self.redraw()
                }
                return nil
            }
            defer { group.cancelAll() }
            // The ticking ends only when it is told to.
            while let value = try await group.next() {
                if let value { return value }
            }
            throw CancellationError()
        }
    }

    private func redraw() { state.withLock { drawWhenDue(&$0, surroundings.now()) } }

    private func drawWhenDue(_ state: inout State, _ now: Timestamp) {
        guard let progress = state.progress else { return }
        let interval: Span
        switch place {
        case .terminal: interval = Self.redrawInterval
        case .log: interval = progress.phase == .waiting ? Self.waitingLogInterval : Self.logInterval
        case .nowhere: return
        }
        // A clock that was put back must not silence the display.
        if let last = state.lastDrawn, last <= now, now < last + interval { return }
        state.lastDrawn = now
        let line = ProgressLine(
            name: state.name,
            number: state.number,
            progress: progress,
            bytesPerSecond: state.rate.bytesPerSecond(progress.movedBytes, at: now),
            elapsed: Span(milliseconds: max(0, now.milliseconds - state.phaseBegan.milliseconds))
        )
        switch place {
        case .terminal(let style, let columns):
            // The last column stays free: some terminals go on in the next line when it is written to.
            write("\r\(line.text(columns: max(1, columns() - 1), style))\u{1B}[K")
            state.isOnLine = true
        case .log: write("\(line.text)\n")
        case .nowhere: break
        }
    }

    /// No transfer; when something was drawn is kept, so that many short transfers draw no more often than a long one.
    private func reset(_ state: inout State) {
        clear(&state)
        let lastDrawn = state.lastDrawn
        state = State()
        if case .terminal = place { state.lastDrawn = lastDrawn }
    }

    private func clear(_ state: inout State) {
        guard state.isOnLine else { return }
        write("\r\u{1B}[K")
        state.isOnLine = false
    }
}
