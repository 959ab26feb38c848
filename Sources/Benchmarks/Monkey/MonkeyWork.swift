import App
import Glibc
import Interface
import Synchronization
import Terminal
import TestSupport
import Text

/// Plays with one program after the other until it has pressed enough, and looks that nothing takes long.
final class MonkeyWork {
    private let options: MonkeyOptions
    private let folder: String
    private let log: UnsafeMutablePointer<FILE>?
    /// Turns of the loop that have ended: that they do is watched by a thread of its own.
    private let turns = Atomic<Int>(0)
    private var events = 0
    private var sessions = 0
    private var slowest = (seconds: 0.0, what: "")
    private var slow: [String] = []
    /// How often each title was seen.
    private var seen: [String: Int] = [:]

    /// The most events of one program.
    private static let session = 3000
    /// Seconds after which a turn of the loop counts as one without end.
    private static let patience: UInt32 = 60
    /// The popups that it has to come to, beside every pane.
    private static let popups = [
        "Publish", "Publishes", "Retained", "Chart", "Notices", "Help", "Palette", "Connections", "New connection",
        "Subscribe", "Unsubscribe", "Save the request", "Method", "Body", "Write the payload to a file", "New variable",
    ]

    init(_ options: MonkeyOptions) {
        self.options = options
        folder = getenv("MONKEY_FOLDER").map { String(cString: $0) } ?? ""
        guard !folder.isEmpty, chdir(folder) == 0 else {
            print("the monkey has no folder: Benchmarks monkey gives it one")
            exit(2)
        }
        log = fopen("\(folder)/events.log", "w")
    }

    func run() -> Never {
        do {
            let broker = try MonkeyBroker(seed: options.seed)
            let server = try MonkeyServer(seed: options.seed)
            watch()
            let start = time(nil)
            var hand = MonkeyHand(seed: options.seed)
            while !isOver(start) {
                sessions += 1
                let house = try MonkeyHouse(
                    number: sessions, folder: folder, broker: broker.port, server: server.port)
                play(house, &hand, start)
                house.leave()
            }
        } catch {
            print("\(error)")
            exit(2)
        }
        exit(report())
    }

    private func isOver(_ start: time_t) -> Bool {
        if let keys = options.keys, events >= keys { return true }
        if let seconds = options.seconds, time(nil) - start >= seconds { return true }
        return slow.count >= 10
    }

    private func play(_ house: MonkeyHouse, _ hand: inout MonkeyHand, _ start: time_t) {
        house.terminal.post(.resized(hand.size))
        var random = SplitMix64(seed: options.seed &+ UInt64(sessions))
        let end = events + Self.session
        while events < end, !isOver(start), house.application.ended == nil {
            // Several in one read: as a slow line brings them.
            let count = random.percent(60) ? 1 : 1 + random.below(6)
            var words: [String] = []
            for _ in 0..<count {
                let event = hand.next()
                words.append(Self.words(event))
                house.terminal.post(event)
            }
            events += count
            let line = "\(sessions)/\(events) \(words.joined(separator: " "))"
            note(line)
            let taken = processorSeconds { house.application.turn() }
            turns.add(1, ordering: .relaxed)
            if taken > slowest.seconds { slowest = (taken, line) }
            if taken > options.limit * Double(count) {
                slow.append("\(taken) s: \(line)")
                note("slow: \(taken) s")
            }
            if events % 16 < count { look(house) }
            // Broker and server are other threads: now and then they get their time.
            if random.percent(5) { usleep(2000) }
        }
    }

    private func note(_ line: String) {
        guard let log else { return }
        fputs(line + "\n", log)
        fflush(log)
    }

    private func look(_ house: MonkeyHouse) {
        let rows = house.terminal.grid.rows.joined()
        for title in PaneID.allCases.map(\.rawValue) + Self.popups where rows.contains("╭ \(title) ") {
            seen[title, default: 0] += 1
        }
    }

    private static func words(_ event: TerminalEvent) -> String {
        switch event {
        case .key(let key): key.notation
        case .paste(let text): "paste(\(text.utf8.count): \(text.prefix(24).debugDescription))"
        case .mouse(let mouse): "\(mouse.action)(\(mouse.button) \(mouse.at.x),\(mouse.at.y))"
        case .resized(let size): "\(size.width)x\(size.height)"
        default: "\(event)"
        }
    }

    /// Ends the process when a turn does not end, and when nobody waits for it any more.
    private func watch() {
        let turns = { [unowned self] in self.turns.load(ordering: .relaxed) }
        nonisolated(unsafe) let read = turns
        let parent = getppid()
        MonkeyThread.start {
            var last = -1
            var waited: UInt32 = 0
            while true {
                sleep(1)
                if getppid() != parent { _exit(3) }
                let now = read()
                waited = now == last ? waited + 1 : 0
                last = now
                if waited < Self.patience { continue }
                let words = Array("a turn of the loop does not end\n".utf8)
                _ = write(STDOUT_FILENO, words, words.count)
                abort()
            }
        }
    }

    private func report() -> Int32 {
        print("Monkey: \(events) events in \(sessions) programs from seed \(options.seed)")
        print("  slowest turn \(slowest.seconds) s: \(slowest.what.prefix(300))")
        let titles = PaneID.allCases.map(\.rawValue) + Self.popups
        let missed = titles.filter { seen[$0] == nil }
        print("  seen: \(titles.compactMap { title in seen[title].map { "\(title) \($0)" } }.joined(separator: ", "))")
        if !missed.isEmpty { print("  never seen: \(missed.joined(separator: ", "))") }
        for words in slow { print("  slow: \(words.prefix(600))") }
        return slow.isEmpty ? 0 : 1
    }
}
