import Glibc
import Model
import Text
import Topics

/// The model's figures: the cost of a message, the memory of a topic, and how long a key waits with a million topics.
enum ModelBenchmarks {
    /// Runs all and prints a line for each figure.
    static func run() {
        // First, while no freed memory hides what topics take.
        say("Model: one million topics")
        million("1,000 parents of 1,000 and a level below each", showsMemory: true) {
            "plant/line\($0 / 1_000)/sensor\($0 % 1_000)/value"
        }
        million("siblings", showsMemory: false) { "devices/device\($0 &* 7_919 % 1_000_000)" }
        say("Model: messages of about 146 bytes, 256 MB ring full")
        receive(topics: 100_000, withLog: false)
        receive(topics: 100_000, withLog: true)
        receive(topics: 400_000, withLog: false)
    }

    private static func receive(topics: Int, withLog: Bool) {
        let live = LiveData(memory: 256 << 20)
        let log = withLog ? live.openLog() : nil
        log?.payloadText = "99"
        // The stream lies in memory as it would in read buffers: topic and payload one behind the other.
        let stream = 500_000
        var bytes: [UInt8] = []
        var lengths: [Int] = []
        var state: UInt64 = 1
        for i in 0..<stream {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let at = i < topics ? i : Int(state >> 33) % topics
            let topic = Array("site/building\(at / 1_000)/floor\(at / 100 % 10)/device\(at % 100)/t".utf8)
            lengths.append(topic.count)
            bytes += topic
            bytes += repeatElement(0x61, count: 142 - topic.count)
        }
        var now: Moment = 1_700_000_000_000_000
        var at = 0
        func send(_ count: Int) {
            let properties = UnsafeRawBufferPointer(start: nil, count: 0)
            bytes.withUnsafeBytes { bytes in
                for i in 0..<count {
                    at = at + 1 == stream ? 0 : at + 1
                    let message = UnsafeRawBufferPointer(rebasing: bytes[at * 142..<at * 142 + 142])
                    live.receivePending(
                        topic: UnsafeRawBufferPointer(rebasing: message[..<lengths[at]]),
                        payload: UnsafeRawBufferPointer(rebasing: message[lengths[at]...]),
                        properties: properties, flags: [], at: now)
                    if i & 0xFFFF == 0xFFFF {
                        now += 33_000
                        live.applyPending()
                        if withLog { live.advance(until: .now + .milliseconds(10)) }
                    }
                }
                live.applyPending()
            }
        }
        send(3_000_000)
        var best = Double.infinity
        for _ in 0..<3 {
            let took = milliseconds { send(1_000_000) }
            best = min(best, took)
        }
        let kept = live.messages.keptBytes >> 20
        say(
            "  receive, \(topics) topics\(withLog ? ", a log with a payload filter" : ""): "
                + "\(tenths(best)) ns per message, \(live.messages.count) messages in \(kept) MiB")
    }

    private static func million(_ name: String, showsMemory: Bool, topic: (Int) -> String) {
        let count = 1_000_000
        let names = (0..<count).map { Array(topic($0).utf8) }
        let nameBytes = names.reduce(0) { $0 + $1.count }
        let before = residentBytes()
        let live = LiveData(memory: 1 << 20)
        let tree = TopicTree(live.topics)
        let none = UnsafeRawBufferPointer(start: nil, count: 0)
        let made = milliseconds {
            for name in names {
                name.withUnsafeBytes {
                    live.receive(topic: $0, payload: none, properties: none, flags: [], at: 1_000_000)
                }
            }
        }
        let memory = Double(residentBytes() - before - nameBytes - (1 << 20)) / Double(count)
        say(
            "  \(name): made in \(tenths(made)) ms"
                + (showsMemory ? "; \(tenths(memory)) bytes per topic beyond the names" : ""))
        var longest = ""
        func step(_ what: String, _ body: () -> Void) {
            longest += " \(what) \(tenths(milliseconds(body)));"
        }
        step("open all") { tree.openAll() }
        step("screen at the middle") { _ = tree.rows(in: 500_000..<500_050) }
        let middle = tree.rows(in: 500_000..<500_001)[0].id
        step("row of a topic") { _ = tree.row(of: middle) }
        step("filter set") { tree.setFilter("sen") }
        step("first slice") { live.advance(until: .now + .milliseconds(10)) }
        step("another letter") {
            tree.setFilter("9999")
            live.advance(until: .now + .milliseconds(10))
            _ = tree.rows(in: 0..<50)
        }
        step("all of it") { while live.advance(until: .now + .milliseconds(10)) {} }
        step("filter gone") { tree.setFilter("") }
        step("sort by count, first rows") {
            tree.sort = .count
            live.advance(until: .now)
            _ = tree.rows(in: 0..<50)
        }
        var slowest = 0.0
        for _ in 0..<20 { slowest = max(slowest, milliseconds { live.advance(until: .now) }) }
        step("sorted rows") { _ = tree.rows(in: 500_000..<500_050) }
        tree.sort = .name
        step("close all") { tree.closeAll() }
        step("a second tree") { _ = TopicTree(live.topics) }
        let last = live.topics.find(topic: topic(count - 1))
        if let last { step("forget one") { live.forget(last) } }
        if let top = live.topics.find(topic: "devices") ?? live.topics.find(topic: "plant") {
            step("forget all below") { live.forget(top) }
            var slowest = 0.0
            var hasMore = true
            while hasMore { slowest = max(slowest, milliseconds { hasMore = live.advance(until: .now) }) }
            longest += " slowest step of taking it apart \(tenths(slowest));"
        }
        say("    ms:\(longest) slowest sorting step \(tenths(slowest))")
    }

    /// Processor time, which other work on the machine disturbs less than the clock.
    private static func milliseconds(_ body: () -> Void) -> Double {
        let start = processorTime()
        body()
        return processorTime() - start
    }

    private static func processorTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1_000 + Double(time.tv_nsec) / 1e6
    }

    /// Memory of this process that is in RAM.
    private static func residentBytes() -> Int {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 128)
        guard fgets(&line, Int32(line.count), file) != nil else { return 0 }
        let fields = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            .split(separator: " ")
        return fields.count > 1 ? (Int(fields[1]) ?? 0) * sysconf(Int32(_SC_PAGESIZE)) : 0
    }
}
