import App
import ArgumentParser
import Files
import Glibc
import Model
import Opener
import Profile
import REST
import Scripts

/// One request of the command line from its sending to the exit code, as curl does it.
struct CommandExchange: Sendable {
    private let asked: CurlArguments
    private let request: Request
    private let mask: SecretMask
    private let condition: CurlRequest.TimeCondition?
    private let number: Int
    private let isFirstOfGroup: Bool
    /// Who judges the answer; nil for nobody.
    var judge: AnswerJudge?
    /// Whether the request is one of the profile: what is set of it is set there, and not by letters.
    var isSaved = false

    /// A request, what to do with its answer, and what of it must not be told.
    ///
    /// - Parameters:
    ///   - condition: what the answer's age has to be (`-z`).
    ///   - number: how many came before it.
    ///   - isFirstOfGroup: whether files that all answers of the group go to begin with this one.
    init(
        _ asked: CurlArguments, _ request: Request, mask: SecretMask, condition: CurlRequest.TimeCondition? = nil,
        number: Int = 0, isFirstOfGroup: Bool = true
    ) {
        self.asked = asked
        self.request = request
        self.mask = mask
        self.condition = condition
        self.number = number
        self.isFirstOfGroup = isFirstOfGroup
    }

    /// Sends it and writes what comes; the process ends with curl's exit code when it is not 0.
    func run() throws {
        let status = try send()
        if status != 0 { Glibc.exit(status) }
    }

    /// Sends it and writes what comes: curl's exit code.
    /// - Parameter cookies: what goes along, and takes what answers set.
    func send(cookies: CookieJar? = nil) throws -> Int32 {
        // A reader that has gone ends in an error of write, not in a signal.
        signal(SIGPIPE, SIG_IGN)
        return try waiting {
            let client = RESTClient(userAgent: ProgramVersion.userAgent)
            let status = await perform(client, cookies)
            await client.shutdown()
            return status
        }
    }

    /// Sends it as often as is asked for, and writes what comes: curl's exit code.
    func perform(_ client: RESTClient, _ cookies: CookieJar?) async -> Int32 {
        let printer: RequestPrinter
        do {
            printer = try RequestPrinter(
                asked, mask: mask, condition: condition, isFirstOfGroup: isFirstOfGroup, isSaved: isSaved)
        } catch {
            let status = (error as? CurlArguments.Problem)?.status ?? ExitStatus.writeError
            complain("\(error)")
            return status
        }
        var repeats = RequestRepeats(asked.retry)
        while true {
            let outcome: Result<REST.Exchange, RequestFailure>
            do throws(RequestFailure) {
                let delivery = RESTClient.Delivery.stream { [judge] response, bytes in
                    // Before it is written: a reader that goes away ends the writing, and what came is judged all the
                    // same.
                    judge?.take(bytes)
                    try printer.take(response, bytes)
                }
                outcome = .success(
                    try await client.send(request, cookies: cookies, delivery: delivery) { printer.note($0.hops) })
            } catch {
                outcome = .failure(error)
            }
            let report = report(on: outcome, printer)
            // `-w` and the rest of the end stand once, behind the last try, as in curl.
            guard let wait = repeats.next(after: report) else { return finish(report, printer) }
            if !asked.isSilent { StandardError.say("martlet: \(wait.words)") }
            do {
                try printer.beginAgain()
                judge?.beginAgain()
                try await Task.sleep(for: .seconds(wait.seconds))
            } catch {
                return finish(report, printer)
            }
        }
    }

    /// What became of it.
    private func report(on outcome: Result<REST.Exchange, RequestFailure>, _ printer: RequestPrinter) -> WriteOut {
        var report = WriteOut(exchange: nil, url: asked.url)
        report.number = number
        switch outcome {
        case .success(let exchange):
            report.exchange = exchange
            judge?.note(exchange)
            printer.note(exchange.hops)
            let status = exchange.response?.status ?? 0
            if asked.fails, status >= 400 {
                let reason = exchange.response?.reason ?? ""
                report.exitCode = ExitStatus.httpError
                report.message = "the server answered \(status)" + (reason.isEmpty ? "" : " \(reason)")
            }
            // curl takes `--max-redirs 0` with `-L` for a failure at the first answer that leads on.
            if asked.followsRedirects, asked.maximumRedirects == 0, let place = exchange.hop?.redirectURL {
                report.exitCode = ExitStatus.redirects
                report.message =
                    "no redirect is to be followed (--max-redirs 0) and the answer leads on to \(mask.url(place))"
            }
        case .failure(let failure):
            report.exchange = failure.exchange
            printer.note(failure.exchange?.hops ?? [])
            report.exitCode = ExitStatus.request(failure)
            report.message = mask.sentence(isSaved ? failure.toldOfSaved : failure.description)
        }
        // It was the verdict that ended the writing: it says more than that it ended.
        if let verdict = printer.verdict { (report.exitCode, report.message) = (verdict.status, verdict.words) }
        return report
    }

    private func finish(_ outcome: WriteOut, _ printer: RequestPrinter) -> Int32 {
        var report = outcome
        do {
            try printer.end(isGood: report.exitCode == 0)
            report.filename = printer.filename
            printer.judge()
            try writeRaw(report.exchange?.hops ?? [])
            if asked.explainsCache { explainCache(report.exchange) }
            if let format = asked.format {
                for piece in report.pieces(try Self.format(format)) {
                    switch piece {
                    case .output(let text): try OutputDescriptor.standard.print(text, terminator: "")
                    case .error(let text): StandardError.write(text)
                    }
                }
            }
        } catch {
            // What failed before is the reason that counts.
            if report.exitCode == 0 {
                (report.exitCode, report.message) = (ExitStatus.writeError, "the answer cannot be written: \(error)")
            }
        }
        if report.exitCode != 0 { complain(report.message) }
        return report.exitCode
    }

    /// `-w @FILE`
    private static func format(_ text: String) throws -> String {
        guard text.hasPrefix("@") else { return text }
        let path = String(text.dropFirst())
        let bytes = try WholeFile.read(path == "-" ? "/dev/stdin" : HomePath.expanded(path), limit: 1 << 20)
        // As curl: line breaks of the file are for its reader.
        return String(decoding: bytes.filter { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self)
    }

    private func complain(_ words: String) {
        if !asked.isSilent || asked.showsErrors { StandardError.say("martlet: \(words)") }
    }

    /// `--explain-cache`: what caches may do with the answer, line by line.
    private func explainCache(_ exchange: REST.Exchange?) {
        guard let facts = exchange.flatMap({ CacheFacts($0) }) else { return }
        var shown = facts
        shown.url = mask.url(facts.url)
        for line in CacheReport.lines(shown, at: facts.responseTime) {
            StandardError.say(mask.sentence(line))
        }
    }

    /// `--raw-output`: the bytes of every answer, in the order in which they came.
    private func writeRaw(_ hops: [Hop]) throws {
        guard let path = asked.rawOutput else { return }
        try WriteProblem.saying { () throws(FileFailure) in
            // Of several URLs of one group the file has all, one behind the other.
            let file = try OutputFile.named(path, isFirstOfGroup ? .anew : .behind)
            try file.closing { () throws(FileFailure) in
                for hop in hops {
                    let written = hop.raw.withBytes { bytes in
                        Result { () throws(FileFailure) in try file.write(bytes) }
                    }
                    try written.get()
                }
            }
        }
        if let words = hops.lazy.compactMap(\.rawProblem).first {
            throw WriteProblem(description: "\(path) has not all of it: \(words)")
        }
    }
}
