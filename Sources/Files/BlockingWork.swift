import Dispatch

/// Work that waits for the disk or for another program: on a thread that nobody else waits for.
public enum BlockingWork {
    /// Begins the work.
    public static func run(_ work: @escaping @Sendable () -> Void) {
        DispatchQueue.global().async(execute: work)
    }
}
