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
                .malformed, "the answer of \(place) breaks HTTP in line \(problem.line): \(problem.what)\(section)",
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
        func begins(_ text: String) -> Bool { bytes.starts(with: text.utf8) }
        if begins("SSH-") { return "that is an SSH server; check the port" }
        // A record of TLS, as an alert or a handshake (RFC 8446 5.1).
        if bytes.count > 1, (0x14...0x17).contains(bytes[0]), bytes[1] == 3 {
            return "that is TLS; write https:// in the URL"
        }
        // A frame of SETTINGS on stream 0 (RFC 9113 6.5).
        if bytes.count > 8, bytes[3] == 4, bytes[5...8].allSatisfy({ $0 == 0 }) {
            return "that is HTTP/2 without TLS, which is not spoken here"
        }
        if begins("220") { return "that is an FTP or mail server; check the port" }
        if begins("+OK") || begins("* OK") { return "that is a mail server; check the port" }
        if begins("-ERR") { return "that may be Redis; check the port" }
        if begins("<") { return "that may be HTTP/0.9, which is not spoken here" }
        if begins("ICY ") || begins("RTSP/") { return "that is a server of streams; check the port" }
        let isEmptyLine = bytes.first == 0x0D || bytes.first == 0x0A
        if isEmptyLine { return "an empty line may not come before the status line (RFC 9112 2.2)" }
        return "check that a web server listens on that port"
    }
}
