import Glibc
import MQTT
import NIOCore
import Text

/// Runs `sub`: subscribes, prints what comes, ends when it is told to.
public final class Subscriber {
    private let request: SubscribeRequest
    let client: ScriptClient
    private let mailbox: Mailbox
    private let output: OutputDescriptor
    let out = OutputBuffer()
    private let printer: MessagePrinter
    private var watch: TopicLines?
    private var rate: RateMeter?

    private var isSubscribed = false
    /// SUBSCRIBE and UNSUBSCRIBEs that the broker has not answered.
    private var unanswered = 0
    /// PUBLISHes that remove a retained message and are not acknowledged yet.
    private var removing = 0
    private var isEnding = false
    /// When the time of `-W` is over; once the run is, when it ended.
    var deadline: ContinuousClock.Instant?
    /// Mail that was taken and is not looked at yet.
    var mail: ArraySlice<Mailbox.Item> = []
    /// Messages printed since the last write.
    var unwritten = 0
    /// Why nothing can be written.
    var obstacle: ScriptError?
    /// Whether nothing is done any more but printing what was acknowledged.
    var isOver = false

    /// Output is flushed above this many bytes, and whenever nothing more waits to be printed.
    static let flushSize = 128 * 1024

    /// Prepares a run; nothing is sent yet.
    ///
    /// - Throws: ``ScriptError`` when the system has no descriptors to give.
    public init(_ request: SubscribeRequest, output: OutputDescriptor = .standard) throws(ScriptError) {
        self.request = request
        self.output = output
        let complaints = Complaints(name: "martlet sub", isQuiet: request.connection.isQuiet)
        mailbox = try Mailbox()
        SignalWatch.start(mailbox)
        var setup = request.connection
        if request.selection.hasEnd {
            let counter = MessageCounter(request.selection)
            // On the event loop, before the PUBACK: what is counted here too late would be acknowledged and lost.
            setup.configuration.admission = { counter.admit($0) }
        }
        client = ScriptClient(setup, mailbox: mailbox, complaints: complaints)
        printer = MessagePrinter(request.output, into: out, complain: complaints.say)
        if request.showsRate {
            rate = RateMeter()
        } else if request.watches {
            watch = TopicLines()
        }
    }

    /// Runs to the end; answers with the exit code.
    ///
    /// - Throws: ``ScriptError`` when it cannot go on.
    public func run() throws(ScriptError) -> Int32 {
        client.start()
        watch?.begin(request.connection.configuration.endpoint.host, out)
        if let timeOut = request.timeOut { deadline = ContinuousClock.now + timeOut }
        var end: End
        do throws(ScriptError) {
            end = try listen()
        } catch {
            end = End(result: .failure(error))
        }
        return try finish(end)
    }

    /// Prints what comes until something ends it.
    private func listen() throws(ScriptError) -> End {
        while true {
            while let item = mail.popFirst() {
                if let end = try apply(item) { return end }
            }
            if try !flush() { return .readerGone }
            // What is still to be removed is waited for, or the broker would keep it.
            if isEnding, removing == 0 { return .done }
            let next = [deadline, rate?.next].compactMap(\.self).min()
            switch mailbox.wait(until: next, watching: output.descriptor) {
            case .readerGone: return .readerGone
            case .timeOut:
                if let deadline, ContinuousClock.now >= deadline {
                    return End(result: .failure(client.timeIsOver), publishesWill: true)
                }
                rate?.tell(out)
            case .items: mail = mailbox.take()[...]
            }
        }
    }

    /// Writes what is printed; false when nobody reads it.
    func flush() throws(ScriptError) -> Bool {
        guard out.count > 0 else { return true }
        do throws(ScriptError) {
            let isRead = try output.write(out.bytes) { [mailbox, deadline] descriptor throws(ScriptError) in
                try mailbox.waitForReader(of: descriptor, end: deadline)
            }
            out.clear()
            unwritten = 0
            return isRead
        } catch {
            // A part of it is written, nobody knows which: it is not written again.
            obstacle = error
            throw error
        }
    }

    /// Takes one piece of mail; answers when it is the end.
    private func apply(_ item: Mailbox.Item) throws(ScriptError) -> End? {
        switch item {
        case .client(.messages(let batch), let time):
            if !isEnding { print(batch, at: time) }
            // After printing: a slow reader makes the client read more slowly, and TCP tells the broker.
            client.consumed(batch.byteCount)
            if out.count >= Self.flushSize, try !flush() { return .readerGone }
        case .client(.messagesEnded, _): isEnding = true
        case .client(.state(let state), _):
            try client.apply(state, isPatient: true)
            if case .connected = state { subscribe() }
        case .client(.subscribed(let answer), _):
            // A reconnect subscribes again; rights may have changed meanwhile.
            if answer.isRenewal, answer.isRefused {
                client.complaints.say(
                    "the broker no longer allows \(client.names.said(answer.filter)): \(answer.reason.name)")
            }
        case .client(let event, _): client.tell(event)
        case .subscribed(let result): return try subscribed(result)
        case .unsubscribed(let result):
            if case .success(let answers) = result { client.tell(answers) }
            return answered()
        case .published(let result):
            removing -= 1
            switch result {
            case .success(let answer) where answer.reason.isError:
                client.complaints.say("a retained message was not removed: the broker denied it: \(answer.reason.name)")
            case .success: break
            case .failure(let error): client.complaints.say("a retained message was not removed: \(error)")
            }
        case .signal: return End(publishesWill: true)
        case .ponged, .room, .disconnected, .wire, .answered, .stream, .streamed: break
        }
        return nil
    }

    // MARK: Subscribing

    private func subscribe() {
        // Later connections are subscribed by the client itself.
        guard !isSubscribed else { return }
        isSubscribed = true
        if !request.subscriptions.isEmpty {
            unanswered += 1
            client.subscribe(request.subscriptions, request.connection.subscribeProperties)
        }
        for filter in request.unsubscriptions {
            unanswered += 1
            client.unsubscribe([filter], request.connection.unsubscribeProperties)
        }
    }

    private func subscribed(_ result: Result<[SubscribeResult], any Error>) throws(ScriptError) -> End? {
        switch result {
        case .failure(let error):
            // A lost connection is told by the client's state, and subscribed again.
            if error is ConnectionFailure { return nil }
            switch error as? ConnectionError {
            case .lost, .disconnected, .violation: return nil
            default: break
            }
            throw ScriptError("cannot subscribe: \(error)")
        case .success(let answers):
            let refused = answers.filter(\.isRefused)
            // One of several that is denied is told only: the others still bring messages.
            if refused.count == answers.count {
                let reasons = Set(refused.map(\.reason.name)).sorted().joined(separator: ", ")
                throw ScriptError("the broker denied every subscription (\(reasons)); check the rights of the user")
            }
            tell(answers)
            return answered()
        }
    }

    /// Says which filters the broker denied, and which it left open.
    func tell(_ answers: [SubscribeResult]) {
        for answer in answers where answer.isRefused {
            client.complaints.say("the broker denied \(client.names.said(answer.filter)): \(answer.reason.name)")
        }
        client.tellMissing(in: answers)
    }

    private func answered() -> End? {
        unanswered -= 1
        return request.endsWhenSubscribed && unanswered <= 0 ? .done : nil
    }

    // MARK: Printing

    func print(_ batch: MessageBatch, at time: WallTime) {
        unwritten += batch.count
        if rate != nil {
            rate?.count += batch.count
            return
        }
        let selection = request.selection
        let isPlain = !selection.onlyRetained && !selection.leavesOutRetained && selection.leftOut.isEmpty
        if isPlain, !request.removesRetained, request.percentage >= 100, watch == nil {
            // A broker may send hundreds of thousands a second: nothing is asked of each that needs not be.
            batch.forEach { printer.print($0, at: time) }
            return
        }
        batch.forEach { message in
            guard !selection.isBehindEnd(message) else { return }
            let isLeftOut = selection.leftOut.contains { $0.matches(message.topic) }
            // Behind the good-bye nothing can be published any more.
            // Also of those that `-R` does not print, as in mosquitto_sub.
            if request.removesRetained, message.retain, !isLeftOut, !isOver { remove(message) }
            guard selection.includes(message) else { return }
            if request.percentage < 100, Double.random(in: 0..<100) >= request.percentage { return }
            let wasFull = watch?.isFull
            watch?.goToLine(of: message, out)
            if let watch, watch.isFull, wasFull == false {
                client.complaints.say("topics beyond the first \(grouped(watch.most)) have one line together")
            }
            printer.print(message, at: time)
            watch?.goToEnd(out)
        }
    }

    private func remove(_ message: MessageView) {
        guard let topic = String(validating: message.topic, as: UTF8.self) else {
            return client.complaints.say("a retained message was not removed: its topic is not valid UTF-8")
        }
        removing += 1
        client.publish(Publish(topic: topic, qos: client.clearingQoS, retain: true))
    }
}
