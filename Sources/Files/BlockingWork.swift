import Dispatch

/// Work that waits for the disk or for another program: on a thread that nobody else waits for.
public enum BlockingWork {
    /// Begins the work.
    public static func run(_ work: @escaping @Sendable () -> Void) {
        // Not Swift's own threads: there is one for each processor, and all of them could come to wait.
        DispatchQueue.global().async(execute: work)
    }

    /// What the work comes to.
    public static func value<Value: Sendable>(of work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { done in
            run { done.resume(with: Result { try work() }) }
        }
    }
}
