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
struct CommandExchange {
    private let asked: CurlArguments
    private let request: Request

    private let mask: SecretMask

    /// A request, what to do with its answer, and what of it must not be told.
    init(_ asked: CurlArguments, _ request: Request, mask: SecretMask) {
        self.asked = asked
        self.request = request
        self.mask = mask
    }

    /// Sends it and writes what comes.
    /// - Throws: ``Failure`` with curl's exit code.
    func run() throws {
        // A reader that has gone ends in an error of write, not in a signal.
        signal(SIGPIPE, SIG_IGN)
        let printer = try RequestPrinter(asked, mask: mask)
        let outcome = try waiting { [request] in
            let client = RESTClient(userAgent: ProgramVersion.userAgent)
            let outcome: Result<REST.Exchange, RequestFailure>
            do throws(RequestFailure) {
                let delivery = RESTClient.Delivery.stream { response, bytes in try printer.take(response, bytes) }
                outcome = .success(try await client.send(request, delivery: delivery) { printer.note($0.hops) })
            } catch {
                outcome = .failure(error)
            }
            await client.shutdown()
            return outcome
        }
        try finish(outcome, printer)
    }

    private func finish(_ outcome: Result<REST.Exchange, RequestFailure>, _ printer: RequestPrinter) throws {
        var report = WriteOut(exchange: nil, url: asked.url)
        report.filename = printer.filename
        switch outcome {
        case .success(let exchange):
            report.exchange = exchange
            printer.note(exchange.hops)
            let status = exchange.response?.status ?? 0
            if asked.fails, status >= 400 {
                let reason = exchange.response?.reason ?? ""
                report.exitCode = ExitStatus.httpError
                report.message = "the server answered \(status)" + (reason.isEmpty ? "" : " \(reason)")
            }
            if asked.followsRedirects, asked.maximumRedirects == 0, let place = exchange.hop?.redirectURL {
                report.exitCode = ExitStatus.redirects
                report.message = "no redirect is to be followed (--max-redirs 0) and the answer leads on to \(place)"
            }
        case .failure(let failure):
            report.exchange = failure.exchange
            printer.note(failure.exchange?.hops ?? [])
            report.exitCode = ExitStatus.request(failure)
            report.message = mask.sentence(failure.description)
        }
        do {
            try printer.end()
            printer.judge()
            try writeRaw(report.exchange?.hops ?? [])
            if let format = asked.format { try OutputDescriptor.standard.print(report.text(format), terminator: "") }
        } catch {
            // What failed before is the reason that counts.
            if report.exitCode == 0 {
                (report.exitCode, report.message) = (ExitStatus.writeError, "the answer cannot be written: \(error)")
            }
        }
        guard report.exitCode != 0 else { return }
        if asked.isSilent, !asked.showsErrors { Glibc.exit(report.exitCode) }
        throw Failure(report.message, status: report.exitCode)
    }

    /// `--raw`: the bytes of every answer, in the order in which they came.
    private func writeRaw(_ hops: [Hop]) throws {
        guard let path = asked.rawOutput else { return }
        let isStandard = path == "-"
        let file = isStandard ? STDOUT_FILENO : open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard file >= 0 else {
            throw WriteProblem(description: "\(path): \(String(cString: strerror(errno)))")
        }
        var problem: String?
        for hop in hops {
            let code = hop.raw.withBytes { Descriptor.writeAll($0, to: file) }
            if code != 0 { problem = problem ?? "\(path): \(FileFailure.Reason.system(code))" }
            if let words = hop.rawProblem { problem = problem ?? "\(path) has not all of it: \(words)" }
        }
        if !isStandard, close(file) != 0 { problem = problem ?? "\(path): \(String(cString: strerror(errno)))" }
        if let problem { throw WriteProblem(description: problem) }
    }
}
