import NIOCore

/// Runs tasks on the thread of a connection: what waits for the broker's answers there only hands them on, and a script that
/// lives for milliseconds needs no pool of threads for it.
final class LoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) { self.loop = loop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedTaskExecutor()
        loop.execute { job.runSynchronously(on: executor) }
    }
}
