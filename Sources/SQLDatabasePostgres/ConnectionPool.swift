import Dispatch
import SQLDatabase
import Synchronization

/// A transaction that waits for a connection or has one, its result type erased. Its caller is told its end once: by
/// the delivery that `run` returns, or by `refuse`.
final class PooledWork: Sendable {
    let run: @Sendable (_ seat: Seat) -> @Sendable () -> Void
    let refuse: @Sendable (_ error: any Error) -> Void

    /// What makes it go without being begun; nil for what is carried out in any case.
    let cancellation: ReadCancellation?

    init(
        run: @escaping @Sendable (_ seat: Seat) -> @Sendable () -> Void,
        refuse: @escaping @Sendable (_ error: any Error) -> Void,
        cancellation: ReadCancellation?
    ) {
        self.run = run
        self.refuse = refuse
        self.cancellation = cancellation
    }
}

/// The connections, a bounded number, and the transactions that wait for one: first come, first served, for a bounded
/// time.
final class ConnectionPool: Sendable {
    private struct State {
        /// Seats that do nothing; the one that worked last is taken first.
        var idle: [Seat]
        /// With the moments, in nanoseconds of uptime, at which they are refused: in order, all waiting equally long.
        var waiting: [(work: PooledWork, deadline: UInt64)] = []
        var isTimerSet = false
        var isClosed = false
        /// Who closes the pool and waits for the last seat to become idle.
        var closer: CheckedContinuation<Void, Never>?
    }

    private let seats: [Seat]
    private let state: Mutex<State>
    private let longestWait: UInt64
    private let timer = DispatchQueue(label: "PostgresDatabase.timer")

    /// - Parameter longestWait: in nanoseconds.
    init(_ seats: [Seat], longestWait: UInt64) {
        self.seats = seats
        self.longestWait = longestWait
        state = Mutex(State(idle: seats.reversed()))
    }

    /// Transactions that wait for a connection.
    var waitingCount: Int { state.withLock { $0.waiting.count } }

    /// Takes a transaction, which is told its end in any case.
    func submit(_ work: PooledWork) {
        enum Next { case run(Seat), wait(timer: UInt64?), refuse(any Error) }
        let deadline = DispatchTime.now().uptimeNanoseconds + longestWait
        let next = state.withLock { state -> Next in
            if state.isClosed { return .refuse(SQLDatabaseError.databaseClosed) }
            if work.cancellation?.isCancelled == true { return .refuse(CancellationError()) }
            if let seat = state.idle.popLast() { return .run(seat) }
            state.waiting.append((work, deadline))
            defer { state.isTimerSet = true }
            return .wait(timer: state.isTimerSet ? nil : deadline)
        }
        switch next {
        case .run(let seat): seat.queue.async { self.run(work, on: seat) }
        case .wait(let deadline): if let deadline { setTimer(deadline) }
        case .refuse(let error): work.refuse(error)
        }
    }

    /// Refuses a read that was cancelled and still waits.
    func withdraw(_ cancellation: ReadCancellation) {
        let work = state.withLock { state -> PooledWork? in
            let index = state.waiting.firstIndex { $0.work.cancellation === cancellation }
            return index.map { state.waiting.remove(at: $0).work }
        }
        work?.refuse(CancellationError())
    }

    /// Takes no further transactions and waits for the end of those taken, then closes the connections.
    func close() async {
        let isFirst = state.withLock { state in
            defer { state.isClosed = true }
            return !state.isClosed
        }
        guard isFirst else { return }
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                let isIdle = state.idle.count == seats.count
                if !isIdle { state.closer = continuation }
                return isIdle
            }
            if isIdle { continuation.resume() }
        }
        await withCheckedContinuation { continuation in
            timer.async { [self] in
                for seat in seats { seat.disconnect() }
                continuation.resume()
            }
        }
    }

    /// One transaction after another, as long as any wait.
    private func run(_ first: PooledWork, on seat: Seat) {
        var work = first
        while true {
            let deliver = work.run(seat)
            let (next, closer) = release(seat)
            deliver()
            closer?.resume()
            guard let next else { return }
            work = next
        }
    }

    private func release(_ seat: Seat) -> (next: PooledWork?, closer: CheckedContinuation<Void, Never>?) {
        state.withLock { state in
            if !state.waiting.isEmpty { return (state.waiting.removeFirst().work, nil) }
            state.idle.append(seat)
            guard state.idle.count == seats.count else { return (nil, nil) }
            defer { state.closer = nil }
            return (nil, state.closer)
        }
    }

    private func setTimer(_ deadline: UInt64) {
        timer.asyncAfter(deadline: DispatchTime(uptimeNanoseconds: deadline)) { [self] in refuseLate() }
    }

    private func refuseLate() {
        let now = DispatchTime.now().uptimeNanoseconds
        let (late, deadline) = state.withLock { state in
            let late = state.waiting.prefix { $0.deadline <= now }.map(\.work)
            state.waiting.removeFirst(late.count)
            state.isTimerSet = !state.waiting.isEmpty
            return (late, state.waiting.first?.deadline)
        }
        for work in late { work.refuse(SQLDatabaseError.noConnection) }
        if let deadline { setTimer(deadline) }
    }
}
