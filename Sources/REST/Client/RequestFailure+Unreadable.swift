import Text

extension RequestFailure {
    /// What it means that an answer of HTTP/1.1 cannot be read.
    static func unreadable(_ problem: ResponseProblem, place: String, state: Attempt.State) -> RequestFailure {
        switch problem.kind {
        case .notHTTP:
            let shown = ResponseReader.shown(state.beginning[...])
            return RequestFailure(
                .malformed, "\(place) does not speak HTTP: its answer begins with '\(shown)'",
                advice: speaker(of: state.beginning), phase: state.phase)
        case .malformed:
            let section = problem.section.isEmpty ? "" : " (\(problem.section))"
            return RequestFailure(
                !problem.isOfHead ? .malformed : problem.isEndless ? .endlessHead : .malformedHead,
                "the answer of \(place) \(problem.place): \(problem.what)\(section)",
                advice: "look at its raw bytes", phase: state.phase)
        case .noAnswer:
            return RequestFailure(
                .noAnswer,
                "\(place) closed the connection without an answer" + (problem.what.isEmpty ? "" : ": \(problem.what)"),
                advice: "see the server's log", phase: state.phase)
        case .incomplete: return closed(place: place, state: state, detail: "")
        }
    }

    /// Who speaks like this, and what to do.
    private static func speaker(of bytes: [UInt8]) -> String {
        let greeting = Greeting(bytes)
        switch greeting {
        case .tls: return "that is TLS; write https:// in the URL"
        case .http2: return "that is HTTP/2 without TLS, which is not spoken here"
        case .redis: return "that may be Redis; check the port"
        case .markup: return "that may be HTTP/0.9, which a command line has to allow (--http0.9)"
        case .ssh, .ftpOrMail, .mail, .stream: return "that is \(greeting.name ?? "another server"); check the port"
        case .http, .other: break
        }
        let isEmptyLine = bytes.first == 0x0D || bytes.first == 0x0A
        if isEmptyLine { return "an empty line may not come before the status line (RFC 9112 2.2)" }
        return "check that a web server listens on that port"
    }
}
