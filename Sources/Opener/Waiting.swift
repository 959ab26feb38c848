import Dispatch
import Synchronization

/// Runs asynchronous work from the main thread and waits for its end: for start-up and shut-down only.
public func waiting<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) throws -> Value {
    let outcome = Outcome<Value>()
    // Detached: a task of the main actor would wait for the thread that waits here. At once, and on this thread as far as it
    // need not wait: most work has nothing to wait for, and a script that starts no other thread for it is there sooner.
    Task.immediateDetached {
        do {
            outcome.end(with: .success(try await work()))
        } catch {
            outcome.end(with: .failure(error))
        }
    }
    return try outcome.wait()
}

/// One result, handed from a task to the thread that waits for it.
private final class Outcome<Value: Sendable>: Sendable {
    private let result = Mutex<Result<Value, any Error>?>(nil)
    private let done = DispatchSemaphore(value: 0)

    func end(with value: Result<Value, any Error>) {
        result.withLock { $0 = value }
        done.signal()
    }

    func wait() throws -> Value {
        done.wait()
        guard let value = result.withLock({ $0 }) else { throw CancellationError() }
        return try value.get()
    }
}
