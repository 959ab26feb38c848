import Dispatch
import Glibc
import REST
import Synchronization

/// What one request costs over curl's, both on a connection that stands: medians of alternating rounds.
enum RequestBenchmark {
    /// Asks `url` again and again; curl's own `time_total` is what it is compared with.
    static func run(_ url: String) throws {
        say("One request on a kept connection: \(url)")
        let count = 200
        var ours: [Double] = []
        var theirs: [Double] = []
        for _ in 0..<5 {
            theirs += try curl(url, count: count)
            ours += try martlet(url, count: count)
        }
        let (mine, other) = (median(ours), median(theirs))
        say("  curl     \(text(other)) ms")
        say("  martlet  \(text(mine)) ms, \(text(mine - other)) ms more")
    }

    private static func martlet(_ url: String, count: Int) throws -> [Double] {
        let times = Mutex<[Double]>([])
        let problem = Mutex<String?>(nil)
        let done = DispatchSemaphore(value: 0)
        Task {
            let client = RESTClient()
            do throws(RequestFailure) {
                _ = try await client.send(Request(.get, url))
                for _ in 0..<count {
                    let start = ContinuousClock.now
                    _ = try await client.send(Request(.get, url))
                    let taken = ContinuousClock.now - start
                    times.withLock { $0.append(Double(taken.components.attoseconds) / 1e15) }
                }
            } catch {
                problem.withLock { $0 = error.description }
            }
            await client.shutdown()
            done.signal()
        }
        done.wait()
        if let problem = problem.withLock({ $0 }) { throw BenchmarkProblem(description: problem) }
        return times.withLock { $0 }
    }

    private static func curl(_ url: String, count: Int) throws -> [Double] {
        let one = "-o /dev/null '\(url)' "
        let command = "curl -s -w '%{time_total}\\n' " + String(repeating: one, count: count + 1)
        guard !url.contains("'"), let pipe = popen(command, "r") else {
            throw BenchmarkProblem(description: "curl cannot be started")
        }
        var times: [Double] = []
        var line = [CChar](repeating: 0, count: 64)
        while fgets(&line, CInt(line.count), pipe) != nil {
            let text = String(
                decoding: line.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            if let seconds = Double(text) { times.append(seconds * 1000) }
        }
        guard pclose(pipe) == 0, times.count == count + 1 else {
            throw BenchmarkProblem(description: "curl has no answer from \(url)")
        }
        // The first one connects.
        return Array(times.dropFirst())
    }

    private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

    private static func text(_ value: Double) -> String { "\((value * 1000).rounded() / 1000)" }
}

/// Why there is no figure.
struct BenchmarkProblem: Error, CustomStringConvertible {
    let description: String
}
