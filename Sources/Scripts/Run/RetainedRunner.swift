import Glibc
import MQTT

/// Runs `retained`: finds what the broker keeps, prints it, or takes it away and looks whether it is gone.
public final class RetainedRunner {
    /// Publishes handed to the client and not ended, at most; it sends no faster than the broker acknowledges.
    private static let window = 1000
    private static let flushSize = 128 * 1024

    private let request: RetainedRequest
    private let client: ScriptClient
    private let mailbox: Mailbox
    private let complaints: Complaints
    private let input: Int32
    private let output: OutputDescriptor
    private let out = OutputBuffer()
    private let printer: MessagePrinter?
    private let columns: Int?
    private let deadline: ContinuousClock.Instant?
    /// Retained messages whose topic is not UTF-8, which no client may publish to.
    private var unnameable = 0

    /// - Parameter input: where the answer to the question is read; standard input when nil.
    /// - Throws: ``ScriptError`` when the system has no descriptors to give.
    public init(
        _ request: RetainedRequest, input: Int32? = nil, output: OutputDescriptor = .standard
    ) throws(ScriptError) {
        self.request = request
        self.input = input ?? STDIN_FILENO
        self.output = output
        let setup = request.connection
        let complaints = Complaints(name: "martlet retained", isQuiet: setup.isQuiet)
        self.complaints = complaints
        mailbox = try Mailbox()
        SignalWatch.start(mailbox)
        client = ScriptClient(setup, mailbox: mailbox, complaints: complaints)
        printer = request.output.map { [out] in MessagePrinter($0, into: out, complain: complaints.say) }
        columns = RetainedLine.columns(of: output)
        deadline = request.timeOut.map { ContinuousClock.now + $0 }
    }

    /// Whether a person is there who can be asked.
    public static var canAsk: Bool { isatty(STDIN_FILENO) == 1 && StandardError.isTerminal }

    /// Runs to the end; answers with the exit code.
    ///
    /// - Throws: ``ScriptError`` when it cannot go on.
    public func run() throws(ScriptError) -> Int32 {
        client.start()
        let isListing = request.deed == .list || request.isDryRun
        guard let found = try collect(isPrinting: isListing) else {
            client.end()
            return ExitStatus.success
        }
        if unnameable > 0, !isListing {
            complaints.say(
                "not cleared: \(unnameable) whose topics are not valid UTF-8, which no client may publish to")
        } else if found.order.isEmpty, unnameable == 0 {
            complaints.say("the broker sent nothing retained for \(filters)")
        }
        if isListing || found.order.isEmpty {
            client.end()
            if request.isDryRun, !found.order.isEmpty { complaints.say("\(words(found)) would be cleared") }
            // What was asked for is not done as long as something is left.
            return unnameable > 0 && !isListing ? ExitStatus.failure : ExitStatus.success
        }
        guard try confirmed(found) else {
            client.end()
            throw ScriptError("nothing was cleared")
        }
        let failures = try clear(found) + unnameable
        client.end()
        let done = found.order.count - failures + unnameable
        try print("\(Self.retained(done)) cleared\(failures > 0 ? ", \(failures) not" : "")\n")
        return failures > 0 ? ExitStatus.failure : ExitStatus.success
    }

    private var filters: String { request.filters.joined(separator: " ") }

    private func words(_ found: RetainedSet) -> String {
        "\(Self.retained(found.order.count)), \(found.bytes) bytes of payload,"
    }

    private static func retained(_ count: Int) -> String {
        "\(count) retained message\(count == 1 ? "" : "s")"
    }

    // MARK: Finding

    /// Subscribes and takes what is retained, until nothing more is to come; nil when nobody reads the list any more.
    private func collect(isPrinting: Bool) throws(ScriptError) -> RetainedSet? {
        var found = RetainedSet(settle: request.settle, now: .now)
        var hasAsked = false
        // Counted anew by the look after the clearing.
        unnameable = 0
        // At that look the connection stands: no state will say so.
        if client.isConnected {
            subscribe()
            hasAsked = true
        }
        while true {
            for item in try mail() {
                switch item {
                case .client(.state(.connected), _) where !hasAsked:
                    subscribe()
                    hasAsked = true
                case .client(.messages(let batch), let time):
                    take(batch, into: &found, printedAt: isPrinting ? time : nil)
                    if out.count >= Self.flushSize, try !flush() { return nil }
                case .subscribed(let result):
                    // Only behind the SUBACK: before it the broker sends nothing, and a ping would end an empty list.
                    try check(result)
                    client.ping()
                case .ponged(.failure(let error)): throw ScriptError("the end of the list did not come: \(error)")
                case .ponged(.success):
                    switch found.ponged(now: .now) {
                    case .ping: client.ping()
                    case .wait(let time): client.ping(after: time)
                    case .end:
                        // What is published from now on is not asked for.
                        client.unsubscribe(request.filters, request.connection.unsubscribeProperties)
                        return try flush() ? found : nil
                    }
                default: break
                }
            }
            if try !flush() { return nil }
        }
    }

    private func subscribe() {
        client.subscribe(
            request.filters.map { Subscription(filter: $0, qos: .atMostOnce) }, request.connection.subscribeProperties)
    }

    private func check(_ result: Result<[SubscribeResult], any Error>) throws(ScriptError) {
        switch result {
        case .failure(let error): throw ScriptError("cannot subscribe: \(error)")
        case .success(let answers):
            for answer in answers where answer.isRefused {
                throw ScriptError("the broker denied \(client.names.said(answer.filter)): \(answer.reason.name)")
            }
            client.tellMissing(in: answers)
        }
    }

    private func take(_ batch: MessageBatch, into found: inout RetainedSet, printedAt time: WallTime?) {
        let now = ContinuousClock.now
        batch.forEach { message in
            // What is published meanwhile comes by the same filters.
            guard message.retain else { return }
            guard let topic = String(validating: message.topic, as: UTF8.self) else {
                unnameable += 1
                if let time { print(message, at: time) }
                return
            }
            guard found.insert(topic, size: message.payload.count, now: now), let time else { return }
            print(message, at: time)
        }
        client.consumed(batch.byteCount)
    }

    private func print(_ message: MessageView, at time: WallTime) {
        if let printer {
            printer.print(message, at: time)
        } else {
            RetainedLine.append(message, columns: columns, to: out)
        }
    }

    // MARK: Asking

    private func confirmed(_ found: RetainedSet) throws(ScriptError) -> Bool {
        if request.isConfirmed { return true }
        StandardError.ask("Clear \(words(found)) under \(filters)? [y/N] ")
        // Meanwhile the connection lives on: its mail is looked at, and an end of it ends the question.
        while !mailbox.wait(reading: input) { _ = try mail(timeOut: .zero) }
        var answer = [UInt8](repeating: 0, count: 64)
        let count = read(input, &answer, answer.count)
        return count > 0 && (answer[0] == UInt8(ascii: "y") || answer[0] == UInt8(ascii: "Y"))
    }

    // MARK: Clearing

    /// Clears, paced by the broker's acknowledgements, and looks whether it is all gone; answers how many are not.
    private func clear(_ found: RetainedSet) throws(ScriptError) -> Int {
        let tally = ClearingTally()
        var failed: Set<String> = []
        var next = 0
        let showsProgress = StandardError.isTerminal && !request.connection.isQuiet
        while tally.ended < found.order.count {
            while next < found.order.count, next - tally.ended < Self.window {
                // In halves: while one is acknowledged the other is under way.
                let topics = Array(found.order[next..<min(next + Self.window / 2, found.order.count)])
                next += topics.count
                publish(topics, tally)
            }
            do {
                for item in try mail() {
                    // The clearing itself comes back where the UNSUBSCRIBE is not answered yet.
                    if case .client(.messages(let batch), _) = item { client.consumed(batch.byteCount) }
                }
            } catch {
                throw ScriptError(
                    "\(error.description); \(tally.done) of \(Self.retained(found.order.count)) are cleared",
                    status: error.status)
            }
            tell(tally, &failed)
            if showsProgress { StandardError.replaceLine(with: "\(tally.ended) of \(found.order.count)") }
        }
        if showsProgress { StandardError.replaceLine(with: "") }
        tell(tally, &failed)
        // Before MQTT 5 a broker acknowledges what it refuses.
        guard let left = try collect(isPrinting: false) else { return failed.count }
        for topic in left.order where found.topics.contains(topic) && failed.insert(topic).inserted {
            complaints.say("still there, refused in silence or published again: \(topic)")
        }
        return failed.count
    }

    private func publish(_ topics: [String], _ tally: ClearingTally) {
        let publishes = topics.map {
            Publish(
                // An empty payload with RETAIN takes away what is kept (MQTT 5 3.3.1.3).
                topic: $0, qos: client.clearingQoS, retain: true, properties: request.connection.publishProperties)
        }
        client.publish(publishes) { [mailbox] index, result in
            tally.finish(topics[index], result)
            mailbox.post(.room)
        }
    }

    private func tell(_ tally: ClearingTally, _ failed: inout Set<String>) {
        for failure in tally.takeFailures() {
            failed.insert(failure.topic)
            complaints.say("not cleared: \(failure.topic): \(failure.reason)")
        }
    }

    // MARK: Mail

    /// Waits for mail, and has what every part of the run does with it done.
    private func mail(timeOut: Duration? = nil) throws(ScriptError) -> [Mailbox.Item] {
        let limit = [deadline, timeOut.map { ContinuousClock.now + $0 }].compactMap(\.self).min()
        switch mailbox.wait(until: limit) {
        case .readerGone: return []
        case .timeOut:
            guard let deadline, ContinuousClock.now >= deadline else { return [] }
            client.end()
            throw client.timeIsOver
        case .items: break
        }
        let items = mailbox.take()
        for item in items {
            switch item {
            case .client(.state(let state), _): try client.apply(state, isPatient: false)
            case .client(let event, _): client.tell(event)
            case .signal(let number):
                client.end()
                throw ScriptError("interrupted", status: 128 + number)
            default: break
            }
        }
        return items
    }

    private func print(_ text: String) throws(ScriptError) {
        out.append(text)
        _ = try flush()
    }

    /// Writes what is printed; false when nobody reads it.
    private func flush() throws(ScriptError) -> Bool {
        guard out.count > 0 else { return true }
        defer { out.clear() }
        return try output.write(out.bytes) { [mailbox] descriptor throws(ScriptError) in
            try mailbox.waitForReader(of: descriptor)
        }
    }
}
