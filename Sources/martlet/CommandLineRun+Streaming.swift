import App
import Glibc
import Opener
import Profile
import REST
import Scripts

extension CommandLineRun {
    /// Follows the answer to the one request of the line (`--stream`); the process ends with what comes of it.
    func follow() throws {
        let (group, asked) = try onlyTransfer()
        let jar = CookieJar()
        if group.usesCookies, load(group, into: jar) != 0 { Glibc.exit(ExitStatus.writeError) }
        var request: StreamRequest
        let printer: RequestPrinter?
        do throws(CurlArguments.Problem) {
            for warning in group.warnings { tell(warning, group) }
            let sent = try opened(asked).request
            try Self.checkWebSocket(asked, sent)
            request = StreamRequest("request", sent, mask: SecretMask(sent), userAgent: ProgramVersion.userAgent)
            printer = try asked.isVerbose ? Self.printer(asked, mask: request.mask) : nil
        } catch {
            throw Self.failure(error)
        }
        request.take(asked.streaming)
        request.hidesFailures = asked.fails && !asked.writesBodyOfFailures
        // `--for` is an end that was wished for, `-m` one that was feared. In nanoseconds it has to fit; three billion
        // seconds are ninety-five years.
        let feared = asked.totalTimeout.flatMap { $0 > 0 ? Int64(min($0, 3e9) * 1e9) : nil }
        if let feared, feared < request.time ?? .max { (request.time, request.isLateAfterTime) = (feared, true) }
        // `-sS` is silent but for errors, as with curl.
        request.isSilent = asked.isSilent && !asked.showsErrors
        request.cookies = group.usesCookies ? jar : nil
        if let printer { request.watch = { printer.note($0) } }
        try Script.run("request", isQuiet: request.isSilent) { [request] () throws(ScriptError) in
            let status = try StreamRunner(request).run()
            printer?.judge()
            // At the end, however it came: a stream sets cookies at its beginning.
            save(jar, of: group)
            return status
        }
    }

    /// The one request that can be followed, with the passwords that are asked for, and the group that it stands in.
    private func onlyTransfer() throws -> (group: CurlArguments, asked: CurlArguments) {
        do throws(CurlArguments.Problem) {
            let group = try line.groups[0].knowingPasswords()
            let transfers = try group.transfers()
            guard line.groups.count == 1, transfers.count == 1, let asked = transfers.first else {
                throw CurlArguments.Problem("--stream follows one URL; ask for the others by commands of their own")
            }
            for (isGiven, letter) in [
                (asked.leading.isAsked, "--links, --follow and --pages"), (!asked.outputs.isEmpty, "-o and -O"),
                (asked.retry.count > 0, "--retry"), (asked.rawOutput != nil, "--raw-output"),
                (asked.format != nil, "-w"),
                (asked.showsHeaders || asked.asksForHead || asked.headFile != nil, "-i, -I and -D"),
                (asked.savedTag != nil, "--etag-save"), (asked.explainsCache, "--explain-cache"),
            ] where isGiven {
                throw CurlArguments.Problem("--stream writes events to standard output; leave \(letter) out")
            }
            return (group, asked)
        } catch {
            throw Self.failure(error)
        }
    }

    /// Who tells of the way there (`-v`).
    private static func printer(
        _ asked: CurlArguments, mask: SecretMask
    ) throws(CurlArguments.Problem) -> RequestPrinter {
        do {
            return try RequestPrinter(asked, mask: mask)
        } catch {
            throw error as? CurlArguments.Problem ?? CurlArguments.Problem("\(error)", status: ExitStatus.writeError)
        }
    }

    /// What a request that opens a WebSocket cannot have: a method, a place elsewhere, a part of an answer. What it says
    /// first is its body, which has no parts and is read before it stands.
    private static func checkWebSocket(_ asked: CurlArguments, _ request: Request) throws(CurlArguments.Problem) {
        guard RESTClient.isWebSocket(request.url) else { return }
        if let method = asked.method, method != "GET" {
            throw CurlArguments.Problem("-X: a WebSocket is opened with GET alone (RFC 6455 4.1); leave -X out")
        }
        if asked.followsRedirects {
            throw CurlArguments.Problem(
                "-L: a redirect is not followed to open a WebSocket (RFC 6455 4.1 leaves that open); leave -L out, and "
                    + "ask the place that the answer names")
        }
        if asked.continuation != nil {
            throw CurlArguments.Problem("-C: a WebSocket has no bytes that could be gone on from; leave -C out")
        }
        switch request.body {
        case .none, .bytes: break
        case .file, .multipart:
            throw CurlArguments.Problem(
                "over a WebSocket the body is the first message: no file (-T) and no parts (-F); "
                    + "say it with --data-raw, or a line of standard input each")
        }
    }

    private static func failure(_ problem: CurlArguments.Problem) -> Failure {
        Failure(SecretMask.named.sentence(problem.description), status: problem.status)
    }
}

extension StreamRequest {
    /// Takes how much is wanted.
    mutating func take(_ streaming: CurlArguments.Streaming) {
        (count, time, isJSON) = (streaming.count, streaming.time, streaming.isJSON)
        reconnects = !streaming.endsWithConnection
    }
}
