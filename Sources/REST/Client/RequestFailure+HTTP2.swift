import NIOHTTP2

extension RequestFailure {
    /// What it means that frames of HTTP/2 cannot be read, or make no answer.
    static func unreadable(_ problem: FrameProblem, place: String, state: Attempt.State) -> RequestFailure {
        RequestFailure(
            problem.isOfConnection ? .framing : .malformed,
            "the answer of \(place) breaks HTTP/2: \(problem.what) (\(problem.section))",
            advice: "try with HTTP/1.1 only", phase: state.phase)
    }

    /// What an error of the library means. It tells streams that the server ended like those that it ended itself: which
    /// it was, the frames have told.
    static func http2(_ error: any NIOHTTP2Error, place: String, state: Attempt.State) -> RequestFailure {
        let detail = String(describing: error)
        if let gone = gone(place: place, state: state, detail: detail) { return gone }
        guard case .reset(let code)? = state.farewell else {
            return RequestFailure(
                .framing, "\(place) sent frames that HTTP/2 does not allow", advice: "try with HTTP/1.1 only",
                detail: detail, phase: state.phase)
        }
        let advice =
            switch code {
            // REFUSED_STREAM and HTTP_1_1_REQUIRED (RFC 9113 7).
            case 7: "nothing was done there (RFC 9113 8.7); send it again"
            case 13: "it wants HTTP/1.1; ask with that only"
            default: "see the server's log"
            }
        let hasHead = (state.hop.response?.status ?? 0) != 0
        let moment = hasHead ? "after \(state.received) bytes of the body" : "before it answered"
        return RequestFailure(
            .streamReset, "\(place) reset the stream (\(Farewell.name(code))) \(moment)", advice: advice,
            detail: detail, phase: state.phase)
    }

    /// The server said that it takes no more, and the request was not among those that it had taken.
    static func gone(place: String, state: Attempt.State, detail: String) -> RequestFailure? {
        guard case .goAway(let last, let code, let words)? = state.farewell,
            // Up to the last stream that is named something may have been done (RFC 9113 6.8).
            let stream = state.hop.packing?.stream, stream > Int(last)
        else { return nil }
        let said = words.isEmpty ? "" : ": '\(words)'"
        return RequestFailure(
            .goneAway, "\(place) ended the connection before it took the request (\(Farewell.name(code))\(said))",
            advice: code == 0 ? "nothing was done there (RFC 9113 8.7); send it again" : "see the server's log",
            detail: detail, phase: state.phase)
    }
}
