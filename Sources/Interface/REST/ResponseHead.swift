import Kit
import Payloads
import Profile
import REST
import Terminal

/// The lines above the body: the status, what it means, what failed, what does not fit.
enum ResponseHead {
    typealias Line = [(text: String, role: Role)]

    /// - Parameters:
    ///   - isBefore: whether the body below is that of the answer before.
    ///   - failure: what a good status hides; nil for nothing.
    static func lines(
        _ exchange: SentRequest, isBefore: Bool = false, failure: String? = nil, notes: [String], width: Int,
        _ look: Look,
        _ composer: RequestComposer,
        _ keymap: Keymap
    ) -> [Line] {
        var lines = [status(exchange, isBefore: isBefore, failure, width: width, look, composer, keymap)].filter {
            !$0.isEmpty
        }
        if exchange.isOutdated(by: composer.draft) {
            lines += paragraph("The request was edited since this was sent", .warning, width: width)
        }
        if let words = NextStep.words(exchange, keymap) {
            // It says what the status means and more; a low pane has no room for both.
            // No colour of what went well: most of it is said of what did not.
            lines += paragraph(words, .text, width: width)
        } else if let response = exchange.response, response.status >= 400, exchange.state != .sending {
            let words = StatusMeaning.of(response.status)?.words ?? StatusMeaning.ofClass(response.status)
            lines += paragraph(words, .textDim, width: width)
        }
        switch exchange.state {
        case .failed(let failure):
            let kept = exchange.body.count > 0 ? "; what had come is below" : ""
            lines += paragraph(failure + kept, .error, width: width)
        case .cancelled where exchange.isWebSocketOpened:
            lines += paragraph("Closed from here", .textDim, width: width)
        case .cancelled:
            lines += paragraph(
                exchange.body.count > 0 ? "Cancelled; what had come is below" : "Cancelled", .warning, width: width)
        default: break
        }
        if let response = exchange.response, !exchange.isUnderWay {
            for note in remarks(response) { lines += paragraph(note, .warning, width: width) }
        }
        if let kept = exchange.kept { lines += paragraph(words(kept, exchange), .warning, width: width) }
        for note in notes { lines += paragraph(note, .warning, width: width) }
        return lines
    }

    /// What is missing of an answer from the disk.
    private static func words(_ kept: SentRequest.Kept, _ exchange: SentRequest) -> String {
        var words = "From disk, of \(Figures.day(exchange.startedAt)) \(Figures.clock(exchange.startedAt))"
        if kept.isCut {
            words +=
                "; the first \(Figures.bytes(Double(exchange.body.count))) of \(Figures.bytes(Double(kept.bodySize)))"
        }
        if kept.fieldsLeftOut > 0 { words += "; without \(Figures.count(kept.fieldsLeftOut, "field"))" }
        if kept.hopsLeftOut > 0 { words += "; without the first \(Figures.count(kept.hopsLeftOut, "request"))" }
        return kept.isMasked ? words + "; dots stand for secrets" : words
    }

    /// What is to be said of an answer that is here: its coding, its breaches, what nobody had asked for.
    private static func remarks(_ response: Response) -> [String] {
        var remarks = response.remarks
        if let problem = response.codingProblem {
            // Nothing could be taken off: what is below are the bytes as they came.
            let shown = response.decoded.isEmpty ? "; it is shown as it came" : ""
            remarks.append(problem.prefix(1).uppercased() + problem.dropFirst() + shown)
        }
        let count = response.breaches.count + response.furtherBreaches
        if let first = response.breaches.first {
            let others = count > 1 ? ", and \(count - 1) more: see Headers" : ""
            remarks.append("It breaks HTTP in \(first)\(others)")
        }
        if response.hasSurplus { remarks.append("Bytes came after its end: see Raw") }
        return remarks
    }

    /// `200 OK  12 ms  1.2 kB gzip, 5.6 kB decoded  HTTP/1.1`; what does not fit is left out from the right.
    private static func status(
        _ exchange: SentRequest, isBefore: Bool, _ failure: String?, width: Int, _ look: Look,
        _ composer: RequestComposer, _ keymap: Keymap
    ) -> Line {
        var parts: Line = []
        if let response = exchange.response {
            let reason = response.reason.isEmpty ? StatusMeaning.of(response.status)?.reason ?? "" : response.reason
            parts.append(("\(response.status) \(reason)", role(of: response.status)))
            if exchange.lacksWebSocket { parts.append(("no WebSocket", .error)) }
            if let failure { parts.append((failure, .error)) }
        }
        switch exchange.state {
        case .sending:
            // Ten times a second: the time that runs shows that something does.
            look.changes(at: look.now + 100_000)
            let request = exchange.hop.map { "\($0.sent.method) \(exchange.asked($0.url))" } ?? ""
            let time = Figures.duration(look.now - exchange.startedAt)
            parts.append(("\(RequestStatus.phase(exchange)) \(time)", .warning))
            if isBefore { parts.append(("below: the answer before", .warning)) }
            parts.append((RequestStatus.endsIt(look, composer, keymap), .textDim))
            if !request.isEmpty { parts.append((request, .textDim)) }
        case .receiving:
            look.changes(at: look.now + 100_000)
            parts.append((progress(exchange), .warning))
            parts.append((RequestStatus.endsIt(look, composer, keymap), .textDim))
        default:
            if exchange.duration > 0 { parts.append((Figures.duration(exchange.duration), .text)) }
            if let size = size(exchange) { parts.append((size, .text)) }
            if let hop = exchange.hop, let response = hop.response {
                parts.append((response.version, .textDim))
                if hop.connection?.isReused == true { parts.append(("connection used before", .textDim)) }
            }
            if exchange.hops.count > 1 { parts.append((Figures.count(exchange.hops.count, "request"), .textDim)) }
        }
        var line: Line = []
        var used = 0
        for part in parts {
            let room = displayWidth(of: part.text) + (line.isEmpty ? 0 : 2)
            // `break`: what stands further right matters less, also where it would fit.
            guard line.isEmpty || used + room <= width else { break }
            if !line.isEmpty { line.append(("  ", .text)) }
            line.append(part)
            used += room
        }
        return line
    }

    /// `3.4 of 10 MB, 34 %`
    private static func progress(_ exchange: SentRequest) -> String {
        // What goes over a WebSocket is no body: how many messages there were stands at the tab.
        if exchange.isWebSocketOpened { return "open" }
        let here = Figures.bytes(Double(exchange.receivedSize))
        guard let announced = exchange.announcedSize, announced > 0 else { return "receiving: \(here)" }
        // More than was announced may come: a server may count wrongly.
        let percent = min(100, exchange.receivedSize * 100 / announced)
        return "receiving: \(here) of \(Figures.bytes(Double(announced))), \(percent) %"
    }

    /// Both sizes when a content coding was taken off.
    private static func size(_ exchange: SentRequest) -> String? {
        guard let response = exchange.response else { return nil }
        let here = Figures.bytes(Double(exchange.kept?.bodySize ?? exchange.body.count))
        // A 304 has no body: the size is that of the one which is shown for it.
        if exchange.renewed != nil { return "\(here) kept" }
        let spilled = exchange.isSpilled ? " in a file" : ""
        // A coding that this machine cannot take off: the bytes are still compressed.
        if !response.codingsLeft.isEmpty, exchange.body.count > 0 {
            return "\(here) still in \(response.codingsLeft.joined(separator: ", "))\(spilled)"
        }
        guard !response.decoded.isEmpty else { return here + spilled }
        let coding = response.decoded.joined(separator: ", ")
        // The text of joined pages is made here: what came are the pages.
        let came =
            exchange.joined == nil
            ? exchange.receivedSize : exchange.hops.reduce(0) { $0 + ($1.response?.bodySize ?? 0) }
        return "\(Figures.bytes(Double(came))) \(coding), \(here) decoded\(spilled)"
    }

    static func role(of status: Int) -> Role {
        switch status {
        case ..<200: .httpStatus1
        case ..<300: .httpStatus2
        case ..<400: .httpStatus3
        case ..<500: .httpStatus4
        default: .httpStatus5
        }
    }

    private static func paragraph(_ text: String, _ role: Role, width: Int) -> [Line] {
        // Six lines at most: an error may be as long as a server likes. The last has more than fits, which marks the cut.
        let lines = wrapped(text, width: width)
        let shown: [String] = lines.count > 6 ? lines.prefix(5) + ["\(lines[5]) \(lines[6])"] : lines
        return shown.map { [($0, role)] }
    }
}
