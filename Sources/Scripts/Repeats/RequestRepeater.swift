import Expectations
import Glibc
import JSONPath
import Opener
import Payloads
import Profile
import REST
import Text

/// Runs a request again and again: one at a time, on a beat, and tells what each answer is.
public final class RequestRepeater {
    private let request: RepeatRequest
    private let mailbox: Mailbox
    private let output: OutputDescriptor
    private let client: RESTClient
    private var schedule: RepeatSchedule
    private var tally: RepeatTally
    private var answer: Result<REST.Exchange, RequestFailure>?
    private var isInterrupted = false
    private var mask = SecretMask.named
    private var isMissed = false
    private let start = ContinuousClock.now

    /// Prepares a run; nothing is sent yet.
    public init(_ request: RepeatRequest, output: OutputDescriptor = .standard) throws(ScriptError) {
        self.request = request
        self.output = output
        mailbox = try Mailbox()
        SignalWatch.start(mailbox)
        client = RESTClient(userAgent: request.userAgent)
        schedule = RepeatSchedule(period: request.period)
        var ignored: [JSONPath] = []
        for text in request.ignored {
            do throws(JSONPathError) {
                ignored.append(try JSONPath(text))
            } catch {
                throw ScriptError("--ignore \(text): \(error)")
            }
        }
        tally = RepeatTally(ignoring: ignored)
    }

    /// Sends until something ends it; answers with the exit code: 0, 4 for a condition or a check that is not met, curl's
    /// code behind too many failures.
    public func run() throws(ScriptError) -> Int32 {
        var status = ExitStatus.success
        var due = now
        while true {
            guard let code = try round() else { break }
            status = code.status
            if code.isOver || isInterrupted { break }
            if let count = request.count, tally.sent >= count { break }
            due = schedule.next(after: due, answeredAt: now, pause: code.pause)
            if let time = request.time, due > time { break }
            wait(until: due)
            if isInterrupted { break }
        }
        if !request.isSilent {
            StandardError.say(
                "martlet run: \(request.name): \(tally.summary(every: request.period, late: schedule.late))")
        }
        if status == 0, isMissed { status = ExitStatus.notMet }
        return status
    }

    private var now: Int64 { Self.nanoseconds(ContinuousClock.now - start) }

    private static func nanoseconds(_ time: Duration) -> Int64 {
        time.components.seconds * 1_000_000_000 + time.components.attoseconds / 1_000_000_000
    }

    private func wait(until moment: Int64) {
        while !isInterrupted, mailbox.wait(until: start + .nanoseconds(moment)) == .items { take() }
    }

    private func take() {
        for item in mailbox.take() {
            switch item {
            case .answered(let result): answer = result
            case .signal: isInterrupted = true
            default: break
            }
        }
    }

    /// What follows from one answer.
    private struct Outcome {
        var status: Int32
        var isOver = false
        var pause: Int64?
    }

    /// Sends once; nil when it was interrupted before the answer came.
    private func round() throws(ScriptError) -> Outcome? {
        let opened: RequestOpener.Opened
        do {
            opened = try request.open()
        } catch {
            throw ScriptError("\(request.name): \(SecretMask.named.sentence("\(error)"))")
        }
        mask = opened.mask
        var sent = opened.request
        sent.fields += tally.conditions(for: sent)
        answer = nil
        let sending = Task { [client, mailbox, sent, cookies = request.cookies] in
            do throws(RequestFailure) {
                mailbox.post(.answered(.success(try await client.send(sent, cookies: cookies))))
            } catch {
                mailbox.post(.answered(.failure(error)))
            }
        }
        while answer == nil {
            if isInterrupted {
                sending.cancel()
                return nil
            }
            if mailbox.wait() == .items { take() }
        }
        switch answer {
        case .success(let exchange): return try take(exchange)
        case .failure(let failure): return try take(failure)
        case nil: return nil
        }
    }

    private func take(_ failure: RequestFailure) throws(ScriptError) -> Outcome {
        tally.fail(duration: failure.exchange?.duration ?? 0)
        try tell("failed", words: mask.sentence(failure.description), failure.exchange, .failed)
        let isOver = request.failures.map { tally.failuresRunning >= $0 } ?? false
        return Outcome(status: isOver || isLast ? ExitStatus.request(failure) : 0, isOver: isOver)
    }

    /// Whether no other is sent behind this one.
    private var isLast: Bool { request.count.map { tally.sent >= $0 } ?? false }

    private func take(_ exchange: REST.Exchange) throws(ScriptError) -> Outcome {
        guard let response = exchange.response else { return Outcome(status: ExitStatus.failure, isOver: true) }
        let body = exchange.body.withBytes { PayloadBytes(owner: exchange.body, $0) }
        let change = tally.take(response, body: body, duration: exchange.duration)
        try tell("\(response.status)", words: excerpt(tally.body), exchange, change)
        // A 304 stands for the answer at hand, which is what is judged.
        let answer = Subject(response, body: tally.body, duration: exchange.duration)
        for result in CheckResult.all(request.checks, of: answer, request.variables, mask) where !result.isMet {
            isMissed = true
            for words in result.words { StandardError.say("martlet run: \(request.name): not met: \(words)") }
        }
        let pause = response.fields["retry-after"].flatMap(Self.pause)
        guard !request.until.isEmpty else { return Outcome(status: 0, pause: pause) }
        let until = CheckResult(request.until, of: answer, request.variables, mask)
        if until.isMet { return Outcome(status: 0, isOver: true) }
        if isLast {
            for words in until.words { StandardError.say("martlet run: \(request.name): not met: \(words)") }
        }
        return Outcome(status: ExitStatus.notMet, pause: pause)
    }

    /// Nanoseconds of `Retry-After`, a day at most: seconds or a date (RFC 9110 10.2.3).
    private static func pause(_ text: String) -> Int64? {
        let seconds = Int(text).map(Double.init) ?? WriteOut.secondsUntil(text)
        return seconds.map { Int64(min(max($0, 0), 86_400) * 1e9) }
    }

    // MARK: - Telling

    private func tell(
        _ status: String, words: String, _ exchange: REST.Exchange?, _ change: RepeatTally.Change
    ) throws(ScriptError) {
        if request.showsChanges, change == .same { return }
        let time = WallTime.now()
        let duration = exchange?.duration ?? 0
        let size = exchange?.response?.bodySize ?? 0
        let line: String
        if request.isJSON {
            let micros = String(1_000_000 + time.nanoseconds / 1000).dropFirst()
            let date = "\(CivilDate(seconds: time.seconds))T\(TimeOfDay(seconds: time.seconds)).\(micros)Z"
            line =
                "{\"time\":\"\(date)\",\"status\":\(Int(status).map { "\($0)" } ?? "null"),\"nanoseconds\":\(duration),"
                + "\"size\":\(size),\"change\":\"\(change)\",\"unchanged\":\(tally.unchanged),"
                + "\"body\":\(JSONString.quoted(words))}"
        } else {
            let millis = String(1000 + time.nanoseconds / 1_000_000).dropFirst()
            let skipped = tally.unchanged > 0 && request.showsChanges ? "  +\(tally.unchanged) unchanged" : ""
            line = visible(
                "\(TimeOfDay(seconds: time.seconds)).\(millis)  \(status)  \(TimeSpelling.words(duration))  \(size) B  \(words)\(skipped)"
            )
        }
        tally.told()
        if try !output.print(line) { isInterrupted = true }
    }

    /// Characters of a body that are shown.
    private static let mostShown = 200

    private func excerpt(_ body: PayloadBytes) -> String {
        if request.isJSON {
            return mask.sentence(body.withBytes { String(decoding: $0.prefix(1 << 20), as: UTF8.self) })
        }
        let text = body.withBytes { String(decoding: $0.prefix(4 * Self.mostShown), as: UTF8.self) }
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return mask.sentence(line.count > Self.mostShown ? "\(line.prefix(Self.mostShown))…" : line)
    }
}
