import Dispatch

/// Work that waits for the disk or for another program: on a thread that nobody else waits for.
public enum BlockingWork {
    /// Begins the work.
    public static func run(_ work: @escaping @Sendable () -> Void) {
        // Not Swift's own threads: there is one for each processor, and all of them could come to wait.
        DispatchQueue.global().async(execute: work)
    }
}
