import Glibc
import Synchronization

/// Prints a line at once, also into a pipe.
func say(_ line: String) {
    print(line)
    fflush(nil)
}

/// A figure with one digit behind the point.
func tenths(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }

/// A figure with two digits behind the point.
func hundredths(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }

/// Processor seconds by one of the processor-time clocks.
func cpu(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

extension Duration {
    /// Seconds with their fraction.
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}

/// A thread that nobody waits for.
enum Thread {
    private final class Body {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Starts it.
    @discardableResult
    static func start(_ run: @escaping @Sendable () -> Void) -> pthread_t {
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { context in
                if let context { Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run() }
                return nil
            }, Unmanaged.passRetained(Body(run)).toOpaque())
        return thread
    }
}

/// Lets the main thread wait for the end of asynchronous work.
final class Completion: Sendable {
    private let isDone = Atomic<Bool>(false)

    /// Runs work and waits for its end.
    static func of(_ work: @escaping @Sendable () async -> Void) {
        let completion = Completion()
        Task.detached {
            await work()
            completion.isDone.store(true, ordering: .releasing)
        }
        while !completion.isDone.load(ordering: .acquiring) { usleep(200) }
    }
}
