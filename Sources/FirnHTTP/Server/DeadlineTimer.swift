import NIOCore

/// One deadline that is moved often and reached rarely. Moving it costs no allocation: the task in the event loop looks
/// again when it wakes. Lives on its event loop.
final class DeadlineTimer {
    private let eventLoop: any EventLoop
    private var action: (() -> Void)?
    private var deadline: NIODeadline?
    private var scheduled: (task: Scheduled<Void>, at: NIODeadline)?

    /// `action` runs on the event loop whenever a deadline passes; it is kept until ``invalidate()``.
    init(eventLoop: any EventLoop, action: @escaping () -> Void) {
        self.eventLoop = eventLoop
        self.action = action
    }

    /// Whether a deadline lies ahead.
    var isSet: Bool { deadline != nil }

    /// Replaces the deadline.
    func set(in amount: TimeAmount) {
        let deadline = eventLoop.now + amount
        self.deadline = deadline
        if let scheduled {
            guard deadline < scheduled.at else { return }
            scheduled.task.cancel()
        }
        schedule(at: deadline)
    }

    /// Takes the deadline back.
    func clear() {
        deadline = nil
    }

    /// Takes the deadline back for good.
    func invalidate() {
        deadline = nil
        action = nil
        scheduled?.task.cancel()
        scheduled = nil
    }

    private func schedule(at deadline: NIODeadline) {
        let task = eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { self.wake() }
        scheduled = (task, deadline)
    }

    private func wake() {
        scheduled = nil
        guard let deadline else { return }
        if eventLoop.now < deadline {
            schedule(at: deadline)
        } else {
            self.deadline = nil
            action?()
        }
    }
}
