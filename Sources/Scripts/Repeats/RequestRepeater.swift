import Expectations
import Glibc
import Model
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
    private var repeated: RepeatRun
    private var answer: Result<REST.Exchange, RequestFailure>?
    private var isInterrupted = false
    private var mask = SecretMask.named
    private var isMissed = false
    /// Whether the one that is under way has conditions of ours.
    private var isConditional = false
    private let start = ContinuousClock.now

    /// Prepares a run; nothing is sent yet.
    public init(_ request: RepeatRequest, output: OutputDescriptor = .standard) throws(ScriptError) {
        self.request = request
        self.output = output
        mailbox = try Mailbox()
        SignalWatch.start(mailbox)
        client = RESTClient(userAgent: request.userAgent)
        repeated = RepeatRun(request.plan, now: 0)
    }

    /// Sends until something ends it; answers with the exit code: 0, 4 for a condition or a check that is not met, curl's
    /// code behind too many failures.
    public func run() throws(ScriptError) -> Int32 {
        var status = ExitStatus.success
        while let due = repeated.nextDue, !isInterrupted {
            wait(until: due)
            guard !isInterrupted, let code = try round() else { break }
            status = code
        }
        if !request.isSilent {
            StandardError.say(
                "martlet run: \(request.name): \(repeated.summary)")
        }
        // A failure tells more than a check that is not met.
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

    /// Sends once; answers with the code of the exit if it was the last, nil when it was interrupted before the answer came.
    private func round() throws(ScriptError) -> Int32? {
        let opened: RequestOpener.Opened
        do {
            opened = try request.open()
        } catch {
            throw ScriptError("\(request.name): \(SecretMask.named.sentence("\(error)"))")
        }
        mask = opened.mask
        var sent = opened.request
        let conditions = repeated.conditions(method: sent.method.rawValue, fieldNames: sent.fields.map(\.name))
        sent.fields += conditions
        isConditional = !conditions.isEmpty
        repeated.begin()
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
                // An answer that takes minutes does not hold up the end.
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

    private func take(_ failure: RequestFailure) throws(ScriptError) -> Int32 {
        let words = mask.sentence(failure.toldOfSaved)
        repeated.failed(words, duration: failure.exchange?.duration ?? 0, now: now)
        try tell("failed", words: words, failure.exchange, .failed)
        return repeated.isActive ? 0 : ExitStatus.request(failure)
    }

    private func take(_ exchange: REST.Exchange) throws(ScriptError) -> Int32 {
        guard let response = exchange.response else {
            repeated.stop()
            return ExitStatus.failure
        }
        let body = exchange.body.withBytes { PayloadBytes(owner: exchange.body, $0) }
        // A 304 that we asked for stands for the answer at hand, which is what is judged.
        let judged = isConditional ? repeated.tally.judged(response) : response
        func subject(_ body: PayloadBytes) -> Subject { Subject(judged, body: body, duration: exchange.duration) }
        var until: CheckResult?
        let change = repeated.answered(
            response, body: body, duration: exchange.duration, now: now,
            pause: response.retryAfter(now: Int64(time(nil)))
        ) { body in
            guard !request.until.isEmpty else { return false }
            let result = CheckResult(request.until, of: subject(body), request.variables, mask)
            until = result
            return result.isMet
        }
        let kept = repeated.tally.body
        try tell("\(response.status)", words: excerpt(kept), exchange, change)
        for result in CheckResult.all(request.checks, of: subject(kept), request.variables, mask) where !result.isMet {
            isMissed = true
            for words in result.words { StandardError.say("martlet run: \(request.name): not met: \(words)") }
        }
        guard let until, !until.isMet else { return 0 }
        if !repeated.isActive {
            for words in until.words { StandardError.say("martlet run: \(request.name): not met: \(words)") }
        }
        return ExitStatus.notMet
    }

    // MARK: - Telling

    private func tell(
        _ status: String, words: String, _ exchange: REST.Exchange?, _ change: RepeatTally.Change
    ) throws(ScriptError) {
        if request.plan.showsChanges, change == .same { return }
        let time = WallTime.now()
        let duration = exchange?.duration ?? 0
        let size = exchange?.response?.bodySize ?? 0
        let line: String
        if request.isJSON {
            line =
                "{\"time\":\"\(time.iso8601)\",\"status\":\(Int(status).map { "\($0)" } ?? "null"),\"nanoseconds\":\(duration),"
                + "\"size\":\(size),\"change\":\"\(change)\",\"unchanged\":\(repeated.tally.unchanged),"
                + "\"body\":\(JSONString.quoted(words))}"
        } else {
            let skipped =
                repeated.tally.unchanged > 0 && request.plan.showsChanges
                ? "  +\(repeated.tally.unchanged) unchanged" : ""
            line = visible(
                "\(time.clock)  \(status)  \(TimeWords.words(duration))  \(size) B  \(words)\(skipped)"
            )
        }
        repeated.told()
        // Nobody reads any more.
        if try !output.print(line) { isInterrupted = true }
    }

    /// Characters of a body that are shown.
    private static let mostShown = 200

    private func excerpt(_ body: PayloadBytes) -> String {
        if request.isJSON {
            return mask.sentence(body.withBytes { String(decoding: $0.prefix(1 << 20), as: UTF8.self) })
        }
        let text = body.withBytes { String(decoding: $0.prefix(4 * Self.mostShown), as: UTF8.self) }
        // Laid out JSON would be a line of blanks.
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return mask.sentence(line.count > Self.mostShown ? "\(line.prefix(Self.mostShown))…" : line)
    }
}
