import Payloads
import Profile
import Terminal

extension ResponsePages {
    private static let nameColumn = 15
    private static let figureColumn = 10

    /// The phases as bars below one another, every request of the exchange on the same scale.
    ///
    ///     connect         1.2 ms  ███
    ///     first byte      8.4 ms     ███████████████
    var timings: [[Span]] {
        let end = max(1, exchange.duration)
        let room = max(10, width - Self.nameColumn - Self.figureColumn - 4)
        var lines: [[Span]] = []
        for (number, hop) in exchange.hops.enumerated() {
            if exchange.hops.count > 1 {
                if number > 0 { lines.append([]) }
                lines.append([
                    Span(kind: .tag, text: "\(hop.request.method) \(hop.request.url)")
                ])
            }
            if hop.connection?.isReused == true {
                lines.append([
                    Span(kind: .comment, text: "on a connection used before: no name look-up, connect or TLS")
                ])
            }
            for span in hop.timings.spans { lines.append(bar(span, of: end, room)) }
        }
        guard !lines.isEmpty else { return [[Span(kind: .plain, text: "Nothing was timed.")]] }
        let total = Self.right(ResponseHead.duration(exchange.duration), Self.figureColumn)
        return lines + [
            [], [Span(kind: .key, text: Self.left("in all", Self.nameColumn)), Span(kind: .number, text: total)],
        ]
    }

    private func bar(_ span: ExchangeTimings.Span, of whole: Int64, _ room: Int) -> [Span] {
        let end = span.end ?? exchange.duration
        let start = Int(min(max(0, span.start), whole)) * room / Int(whole)
        let close = Int(min(max(span.start, end), whole)) * room / Int(whole)
        let time = span.end == nil ? "not ended" : ResponseHead.duration(max(0, end - span.start))
        // What took no time to speak of is a thin mark, so that it is seen where it was.
        let mark = close > start ? String(repeating: isASCII ? "#" : "█", count: close - start) : isASCII ? "|" : "▏"
        return [
            Span(kind: .key, text: Self.left(span.phase.rawValue, Self.nameColumn)),
            Span(kind: .number, text: Self.right(time, Self.figureColumn)),
            Span(kind: .plain, text: "  " + String(repeating: " ", count: min(start, room - 1))),
            Span(kind: span.end == nil ? .error : Self.look(span.phase), text: mark),
        ]
    }

    private static func look(_ phase: ExchangeTimings.Phase) -> TokenKind {
        switch phase {
        case .queue: .comment
        case .nameLookup, .connect, .proxy: .attribute
        case .tls: .literal
        case .send: .key
        case .wait: .number
        case .receive: .string
        }
    }

    private static func left(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.utf8.count))
    }

    private static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.unicodeScalars.count)) + text
    }
}
