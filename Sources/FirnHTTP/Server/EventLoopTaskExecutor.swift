import NIOCore

/// Runs tasks on the thread of an event loop. What is short is then answered where it arrived: waking another thread
/// and being woken again costs more than most small requests do. What computes for long goes to the threads of all
/// tasks.
final class EventLoopTaskExecutor: TaskExecutor {
    private let eventLoop: any EventLoop

    init(_ eventLoop: any EventLoop) { self.eventLoop = eventLoop }

    /// Runs the job in the loop's next turn, or in this one where it is called on the loop.
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        eventLoop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
