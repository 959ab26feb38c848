import Kit
import Payloads
import Profile
import REST
import Terminal

extension ResponsePages {
    private static let figureColumn = 10
    /// Below so many columns a bar tells nothing.
    private static let leastBar = 4

    /// The columns of the names: on a narrow pane they give way to the figures.
    private var nameColumn: Int { max(4, min(15, width - Self.figureColumn)) }

    /// The phases as bars below one another, every request of the exchange on the same scale.
    ///
    ///     connect         1.2 ms  ███
    ///     first byte      8.4 ms     ███████████████
    var timings: [[Span]] {
        let end = max(1, elapsed)
        let room = width - nameColumn - Self.figureColumn - 4
        var lines: [[Span]] = []
        for (number, hop) in exchange.hops.enumerated() {
            if exchange.hops.count > 1 {
                if number > 0 { lines.append([]) }
                lines.append([
                    Span(kind: .tag, text: "\(hop.sent.method) \(exchange.asked(hop.url))")
                ])
            }
            if hop.connection?.isReused == true {
                lines.append([
                    Span(kind: .comment, text: "on a connection used before: no name look-up, connect or TLS")
                ])
            }
            for phase in Self.phases(of: hop.timings) + open(hop) { lines.append(bar(phase, of: end, room)) }
        }
        guard !lines.isEmpty else { return [[Span(kind: .plain, text: "Nothing was timed.")]] }
        let total = Self.right(Figures.duration(elapsed), Self.figureColumn)
        let name = exchange.isUnderWay ? "so far" : "in all"
        return lines + [
            [], [Span(kind: .key, text: self.name(name)), Span(kind: .number, text: total)],
        ]
    }

    /// How long it took, or has taken by now.
    private var elapsed: Int64 {
        exchange.isUnderWay ? max(exchange.duration, now - exchange.startedAt) : exchange.duration
    }

    /// The time in which a WebSocket stood.
    private func open(_ hop: Hop) -> [Phase] {
        guard hop.isSwitched, let start = hop.timings.lastByte else { return [] }
        return [
            Phase(name: "open", look: .string, start: start / 1000, end: exchange.isUnderWay ? nil : exchange.duration)
        ]
    }

    /// What took place, in its order: microseconds since the exchange began. On a connection used before there is no name
    /// look-up, connect or TLS.
    private static func phases(of timings: Timings) -> [Phase] {
        var phases: [Phase] = []
        // Where the phase before ended.
        var last: Int64?
        func add(_ name: String, _ look: TokenKind, _ start: Int64?, _ end: Int64?) {
            guard let start else { return }
            // Below a millisecond it is nothing to be looked for.
            if let before = last, start - before >= 1_000_000 { append("in between", .comment, before, start) }
            append(name, look, start, end)
            last = max(last ?? start, end ?? start)
        }
        func append(_ name: String, _ look: TokenKind, _ start: Int64, _ end: Int64?) {
            phases.append(Phase(name: name, look: look, start: start / 1000, end: end.map { $0 / 1000 }))
        }
        // Whichever the connection had: one that is used again begins with sending.
        let first = [timings.nameLookup?.start, timings.connect?.start, timings.tls?.start, timings.send?.start]
            .compactMap(\.self).min()
        // Nanoseconds: below a millisecond it is the time of the program itself.
        if let first, first - timings.start >= 1_000_000 { add("queue", .comment, timings.start, first) }
        add("name look-up", .attribute, timings.nameLookup?.start, timings.nameLookup?.end)
        add("connect", .attribute, timings.connect?.start, timings.connect?.end)
        add("TLS", .literal, timings.tls?.start, timings.tls?.end)
        add("request sent", .key, timings.send?.start, timings.send?.end)
        add("first byte", .number, timings.send?.end, timings.firstByte)
        add("last byte", .string, timings.firstByte, timings.lastByte)
        return phases
    }

    /// One bar: a phase of a hop.
    private struct Phase {
        let name: String
        let look: TokenKind
        let start: Int64
        let end: Int64?
    }

    private func bar(_ span: Phase, of whole: Int64, _ room: Int) -> [Span] {
        let end = span.end ?? elapsed
        let open = exchange.isUnderWay ? "so far" : "not ended"
        let time = span.end == nil ? open : Figures.duration(max(0, end - span.start))
        let figures = [
            Span(kind: .key, text: name(span.name)), Span(kind: .number, text: Self.right(time, Self.figureColumn)),
        ]
        guard room >= Self.leastBar else { return figures }
        // Bounded on both sides: a phase that is still going on, or has ended behind the exchange, must not leave the
        // row.
        let start = Int(min(max(0, span.start), whole)) * room / Int(whole)
        let close = Int(min(max(span.start, end), whole)) * room / Int(whole)
        // What took no time to speak of is a thin mark, so that it is seen where it was.
        let mark = close > start ? String(repeating: isASCII ? "#" : "█", count: close - start) : isASCII ? "|" : "▏"
        return figures + [
            Span(kind: .plain, text: "  " + String(repeating: " ", count: min(start, room - 1))),
            // What still comes is no failure; what ended before its end is.
            Span(kind: span.end == nil && !exchange.isUnderWay ? .error : span.look, text: mark),
        ]
    }

    /// A phase's name in its column.
    private func name(_ text: String) -> String {
        let room = nameColumn - 1
        let shown = text.count <= room ? text : text.prefix(room - 1) + (isASCII ? Marks.ascii : .unicode).ellipsis
        return shown + String(repeating: " ", count: nameColumn - shown.count)
    }

    static func right(_ text: String, _ width: Int) -> String {
        // Scalars and no bytes: `µs` has three of those.
        String(repeating: " ", count: max(0, width - text.unicodeScalars.count)) + text
    }
}
