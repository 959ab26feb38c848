import Glibc
import JSONPath
import Payloads

/// 100 MB of JSON: printed whole against `jq .` and `python3 -m json.tool`, its first screen, and what a key waits.
enum JSONBenchmark {
    private static let size = 100_000_000
    private static let slice = 1 << 18

    /// Runs all, the three programs in turn, and prints the medians.
    static func run(rounds: Int = 3) throws {
        let path = "/tmp/martlet-json-\(getpid()).json"
        defer { unlink(path) }
        let bytes = make()
        try write(bytes, to: path)
        print(
            "JSON: \(bytes.count / 1_000_000) MB, rounds in turn: \(rounds); processor time, so that other work counts less"
        )
        let payload = PayloadBytes(bytes)
        var mine: [Double] = []
        var jq: [Double] = []
        var python: [Double] = []
        for _ in 0..<rounds {
            mine.append(seconds { printAll(payload) })
            jq.append(seconds { shell("jq . '\(path)' > /dev/null") })
            python.append(seconds { shell("python3 -m json.tool '\(path)' > /dev/null") })
        }
        report("martlet, printed", mine, nil)
        report("jq .", jq, median(mine))
        report("python3 -m json.tool", python, median(mine))
        screen(payload)
        path100(payload)
    }

    // MARK: - What is measured

    private static func printAll(_ payload: PayloadBytes) {
        let null = open("/dev/null", O_WRONLY)
        defer { close(null) }
        payload.withBytes { bytes in
            JSONPrinter.print(bytes) { chunk in _ = Glibc.write(null, chunk.baseAddress, chunk.count) }
        }
    }

    private static func screen(_ payload: PayloadBytes) {
        var document: Document?
        let first = seconds {
            let opened = Document(payload, view: .pretty)
            opened.advance(units: 1 << 16)
            for line in 0..<36 { _ = opened.line(line, from: 0, columns: 120) }
            document = opened
        }
        guard let document else { return }
        var longest = 0.0
        var whole = 0.0
        while !document.isComplete {
            let took = seconds { document.advance(units: slice) }
            longest = max(longest, took)
            whole += took
        }
        let middle = seconds {
            for line in 0..<36 { _ = document.line(document.lineCount / 2 + line, from: 0, columns: 120) }
        }
        print(
            "  first screen \(milliseconds(first)) ms; all \(document.lineCount) lines known after \(milliseconds(whole)) ms, "
                + "in steps of at most \(milliseconds(longest)) ms; a screen in the middle \(milliseconds(middle)) ms")
        let search = document.find("zzz no such text", from: 0, forward: true)
        longest = 0
        whole = 0
        var isDone = false
        while !isDone {
            let took = seconds {
                if case .more = search.advance(units: slice) { isDone = false } else { isDone = true }
            }
            longest = max(longest, took)
            whole += took
        }
        print("  searched whole in \(milliseconds(whole)) ms, in steps of at most \(milliseconds(longest)) ms")
    }

    private static func path100(_ payload: PayloadBytes) {
        for text in ["$[*].name", "$..lat", "$[?@.value > 99.9 && search(@.name, '7$')]"] {
            guard let path = try? JSONPath(text) else { continue }
            let search = JSONPathSearch(path, in: payload)
            var longest = 0.0
            var whole = 0.0
            while !search.isComplete {
                let took = seconds { search.advance(units: 1 << 17) }
                longest = max(longest, took)
                whole += took
            }
            print(
                "  \(text): \(search.count) results in \(milliseconds(whole)) ms, in steps of at most "
                    + "\(milliseconds(longest)) ms")
        }
    }

    // MARK: - Means

    /// Records as services send them: names, numbers, nested objects, lists.
    private static func make() -> [UInt8] {
        var bytes: [UInt8] = [0x5B]
        bytes.reserveCapacity(size + 1000)
        var number = 0
        while bytes.count < size {
            if number > 0 { bytes.append(0x2C) }
            let value = number * 7919 % 100_000
            bytes += Array(
                #"{"id":\#(number),"name":"sensor \#(value)","value":\#(value / 1000).\#(value % 1000),"on":\#(value % 2 == 0),"place":{"lat":48.\#(value),"lon":11.5},"tags":["a","b\u00e9"],"note":null}"#
                    .utf8)
            number += 1
        }
        bytes.append(0x5D)
        return bytes
    }

    private static func write(_ bytes: [UInt8], to path: String) throws {
        guard let file = fopen(path, "w") else { throw BenchmarkFailure("cannot write \(path)") }
        let written = fwrite(bytes, 1, bytes.count, file)
        guard fclose(file) == 0, written == bytes.count else { throw BenchmarkFailure("cannot write \(path)") }
    }

    private static func shell(_ command: String) {
        if system(command) != 0 { print("  failed: \(command)") }
    }

    private static func report(_ name: String, _ times: [Double], _ base: Double?) {
        let ratio = base.map { ", \(Int(median(times) / $0)) times as long" } ?? ""
        print("  \(name): \(times.map { "\(milliseconds($0)) ms" }.joined(separator: " "))\(ratio)")
    }

    private static func median(_ times: [Double]) -> Double { times.sorted()[times.count / 2] }

    private static func milliseconds(_ seconds: Double) -> Double { (seconds * 10_000).rounded() / 10 }

    /// Processor time of this thread, or of the program that `body` runs and waits for.
    private static func seconds(_ body: () -> Void) -> Double {
        let start = now()
        body()
        return now() - start
    }

    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
        let children =
            Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
            + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9 + children
    }
}
