import Dispatch

/// Work that waits for the disk or for another program: on a thread that nobody else waits for.
enum BlockingWork {
    static func run(_ work: @escaping @Sendable () -> Void) {
        DispatchQueue.global().async(execute: work)
    }
}
