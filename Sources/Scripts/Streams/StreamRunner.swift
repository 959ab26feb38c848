import Dispatch
import Expectations
import Files
import Glibc
import NIOCore
import Opener
import Payloads
import Profile
import REST
import Text

/// Runs a request whose answer has no end: prints each event as it comes, and ends when it is told to.
public final class StreamRunner {
    private let request: StreamRequest
    private let mailbox: Mailbox
    private let output: OutputDescriptor
    private let client: RESTClient
    private let backlog = StreamBacklog()
    /// The way out of a WebSocket, and what goes out over it; nil for an answer of HTTP.
    private let line: WebSocketLine?
    private let outgoing: OutgoingMessages?
    private let out = OutputBuffer()
    /// When the time is over.
    private var deadline: ContinuousClock.Instant?
    /// When the last connection stood; nil for none.
    private var opened: ContinuousClock.Instant?
    /// Events printed.
    private var printed = 0
    private var format: StreamFormat?
    private var judge: StreamJudge?

    /// How a run ends.
    private enum End {
        case count, time, signal, readerGone
        case answer(StreamOutcome)
    }

    /// Prepares a run; nothing is sent yet.
    /// - Throws: ``ScriptError`` when the system has no descriptors to give.
    public init(_ request: StreamRequest, output: OutputDescriptor = .standard) throws(ScriptError) {
        self.request = request
        self.output = output
        judge = request.judge
        mailbox = try Mailbox()
        SignalWatch.start(mailbox)
        client = RESTClient(userAgent: request.userAgent)
        line = RESTClient.isWebSocket(request.request.url) ? WebSocketLine() : nil
        outgoing = line.map { OutgoingMessages($0) }
    }

    /// Prints until something ends it; answers with the exit code: 0 when that was asked for or the server has ended it,
    /// 22 for an answer of 400 and above and for one that opens no WebSocket, 56 for a stream that was broken off, 28 when
    /// the time was over before there was an answer, or as many events as were asked for, 4 when what came did not pass a check.
    public func run() throws(ScriptError) -> Int32 {
        tell(judge?.remarks)
        let status = try follow()
        if format != nil { tell(judge?.summary) }
        return status == ExitStatus.success && judge?.hasMissed == true ? ExitStatus.notMet : status
    }

    private func follow() throws(ScriptError) -> Int32 {
        if let time = request.time { deadline = ContinuousClock.now + .nanoseconds(time) }
        let isOver = DispatchSemaphore(value: 0)
        let following = Task { [client, mailbox, backlog, request, line] in
            defer { isOver.signal() }
            @Sendable func tell(_ news: StreamNews) {
                mailbox.post(.stream(news, .now()))
                // It waits here while too much is not printed yet, and with it the server.
                backlog.add(news.size)
            }
            do throws(RequestFailure) {
                if let line {
                    let (exchange, end) = try await client.converse(
                        request.request, cookies: request.cookies, line: line, watch: { request.watch?($0.hops) },
                        tell: tell)
                    mailbox.post(.streamed(StreamOutcome(exchange: exchange, end: end)))
                } else {
                    let (exchange, words) = try await client.follow(
                        request.asked, cookies: request.cookies, request.plan, watch: { request.watch?($0.hops) },
                        tell: tell)
                    mailbox.post(.streamed(StreamOutcome(exchange: exchange, words: words)))
                }
            } catch {
                mailbox.post(.streamed(StreamOutcome(failure: error)))
            }
        }
        if let outgoing { readLines(into: outgoing) }
        defer {
            following.cancel()
            // Who holds an event out is let go.
            backlog.open()
            outgoing?.open()
        }
        let end = try listen()
        // Before the good-bye, for whose answer is waited.
        let silence = silence
        if case .answer = end {} else if line != nil { sayGoodBye(following, isOver) }
        switch end {
        case .count, .signal, .readerGone: return ExitStatus.success
        case .time:
            // Without a count the time is what was asked for, if there was something to follow in it.
            guard request.count != nil || request.isLateAfterTime else {
                if printed == 0 { say(silence) }
                return opened == nil ? ExitStatus.late : ExitStatus.success
            }
            let wanted = request.count.map { " of \($0)" } ?? ""
            say("the time was over after \(printed)\(wanted) events")
            return ExitStatus.late
        case .answer(let outcome): return try finish(outcome)
        }
    }

    /// What is said of a time in which nothing came: else it would look as if nothing had been tried.
    private var silence: String {
        let what = line == nil ? "answer" : "WebSocket"
        guard let opened else { return "the time was over before the \(what) was there" }
        let nanoseconds = (ContinuousClock.now - opened) / .nanoseconds(1)
        return "the \(what) was open for \(TimeWords.words(Int64(nanoseconds))), and nothing came"
    }

    /// Ends a WebSocket in good manners: waits until both have said good-bye, which the client bounds.
    private func sayGoodBye(_ following: Task<Void, Never>, _ isOver: DispatchSemaphore) {
        // What still comes is for nobody.
        backlog.open()
        following.cancel()
        // The client waits a second for their good-bye (`WebSocketFrames.patience`).
        _ = isOver.wait(timeout: .now() + 3)
    }

    private func listen() throws(ScriptError) -> End {
        while true {
            for item in mailbox.take() {
                switch item {
                case .stream(let news, let time):
                    if let end = try take(news, at: time) { return end }
                    backlog.took(news.size)
                case .streamed(let outcome): return try flush() ? .answer(outcome) : .readerGone
                case .signal: return try flush() ? .signal : .readerGone
                default: break
                }
            }
            if try !flush() { return .readerGone }
            switch mailbox.wait(until: deadline, watching: output.descriptor) {
            case .readerGone: return .readerGone
            case .timeOut: return .time
            case .items: break
            }
        }
    }

    private func take(_ news: StreamNews, at time: WallTime) throws(ScriptError) -> End? {
        switch news {
        case .opened(let response, let format):
            self.format = format
            opened = .now
            tell(judge?.opened(response))
        case .comments: break
        case .waiting(let milliseconds, let words):
            say("\(words); again in \(TimeWords.words(Int64(milliseconds) * 1_000_000))")
        case .events(let events):
            for event in events {
                if event.isSent {
                    // What was sent comes back as an event: that says that the server takes more.
                    outgoing?.took(event.data.count)
                    continue
                }
                StreamLine.append(event, at: time, isJSON: request.isJSON, to: out)
                printed += 1
                tell(judge?.take(event, format))
                if printed == request.count { return try flush() ? .count : .readerGone }
                if out.count > Subscriber.flushSize, try !flush() { return .readerGone }
            }
        }
        return nil
    }

    /// Writes what is printed; false when nobody reads it.
    private func flush() throws(ScriptError) -> Bool {
        guard out.count > 0 else { return true }
        defer { out.clear() }
        return try output.write(out.bytes) { [mailbox, deadline] descriptor throws(ScriptError) in
            try mailbox.waitForReader(of: descriptor, end: deadline)
        }
    }

    /// The answer has ended, or there is none.
    private func finish(_ outcome: StreamOutcome) throws(ScriptError) -> Int32 {
        request.watch?((outcome.exchange ?? outcome.failure?.exchange)?.hops ?? [])
        if let failure = outcome.failure {
            say(request.mask.sentence(request.isSaved ? failure.toldOfSaved : failure.description))
            return ExitStatus.request(failure)
        }
        guard let response = outcome.exchange?.response else { return ExitStatus.failure }
        if let end = outcome.end {
            if !end.isGood { say(end.words) }
            return end.isGood ? ExitStatus.success : ExitStatus.receiveError
        }
        if let words = outcome.words { say(request.mask.sentence(words)) }
        guard format == nil || response.status >= 400 else {
            // 204 is how a server says that nothing more comes (HTML, 9.2.3): every other reason is no good end.
            return outcome.words == nil || response.status == 204 ? ExitStatus.success : ExitStatus.receiveError
        }
        // A page that says why it is none.
        let body = outcome.exchange?.body.bytes ?? []
        if format == nil {
            let answer = Subject(response, body: PayloadBytes(body), duration: outcome.exchange?.duration ?? 0)
            tell(judge?.take(whole: answer))
        }
        if !body.isEmpty, response.status < 400 || !request.hidesFailures {
            let end = body.last == 0x0A ? "" : "\n"
            if request.isJSON {
                // Where each line is JSON it would be one that is none.
                if !request.isSilent { StandardError.write(String(decoding: body, as: UTF8.self) + end) }
            } else {
                try output.print(body, terminator: end)
            }
        }
        // Any other answer than a 101 opens no WebSocket, however good it is (RFC 6455 4.1).
        guard response.status >= 300 || line != nil else { return ExitStatus.success }
        if line != nil { response.remarks.forEach { say(request.mask.sentence($0)) } }
        if outcome.words == nil {
            say(
                "the server answered \(response.status)"
                    + (response.reason.isEmpty ? "" : " \(visible(response.reason))")
                    + (line == nil ? "" : ", and opened no WebSocket"))
        }
        return ExitStatus.httpError
    }

    /// Sends each line of standard input as a message of text; at its end there is nothing more to send.
    private func readLines(into outgoing: OutgoingMessages) {
        let (verb, isSilent) = (request.verb, request.isSilent)
        // read(2) of a terminal waits for as long as the person does: no thread of the pool may.
        BlockingWork.run {
            var splitter = LineSplitter()
            func send(_ piece: ByteBuffer) {
                if !outgoing.send(.text(String(buffer: piece))), !isSilent {
                    StandardError.say("martlet \(verb): a line was not sent: the WebSocket is closed")
                }
            }
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                let count = read(STDIN_FILENO, &buffer, buffer.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { break }
                splitter.receive(ByteBuffer(bytes: buffer[..<count]), send)
            }
            splitter.rest().map(send)
        }
    }

    /// What checks came to is what was asked for: it is told also where nothing else is.
    private func tell(_ lines: [String]?) {
        for words in lines ?? [] { StandardError.say("martlet \(request.verb): \(words)") }
    }

    private func say(_ words: String) {
        if !request.isSilent { StandardError.say("martlet \(request.verb): \(words)") }
    }
}
