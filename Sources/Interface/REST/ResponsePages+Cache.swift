import Kit
import Payloads
import Profile
import REST
import Terminal

extension ResponsePages {
    private static let questionColumn = 10

    /// What caches may do with the answer: four questions for a private and a shared one, each line with what decides it.
    ///
    ///     A private cache, like a browser's
    ///       may keep  yes: it says how long  Cache-Control: max-age=60, RFC 9111 5.2.2.1
    var cache: [[Span]] {
        guard let facts = CacheFacts(exchange, renewed: true) else {
            return [[Span(kind: .plain, text: "No answer came.")]]
        }
        var lines: [[Span]] = []
        let verdicts = CacheKind.all(for: facts).map { CacheVerdict(facts, for: $0) }
        let blocks = verdicts.map(block)
        for (verdict, block) in zip(verdicts, blocks) {
            let title = Self.title(of: verdict.kind)
            // Mostly so: twice the same would hide where they differ.
            if verdict.kind == .shared, blocks[0] == block {
                lines += [[], [Span(kind: .tag, text: title), Span(kind: .plain, text: ": the same in all of it")]]
                continue
            }
            if !lines.isEmpty { lines.append([]) }
            lines += [[Span(kind: .tag, text: title)]] + block
        }
        return lines + tried + asked(facts) + hops(facts) + changed(facts)
    }

    private static func title(of kind: CacheKind) -> String {
        switch kind {
        case .isPrivate: "A private cache, like a browser's"
        case .shared: "A shared cache, like a proxy's"
        case .delivery: "A content delivery network, which has a field of its own"
        }
    }

    private func block(_ verdict: CacheVerdict) -> [[Span]] {
        var lines: [[Span]] = []
        for question in CacheQuestion.allCases {
            for (index, line) in verdict.lines(question, at: now).enumerated() {
                lines += rows(index == 0 ? question.rawValue : "", line)
            }
        }
        return lines + rows("again", verdict.cost(at: now))
    }

    /// A sentence with what decides it behind it, or below it where both do not fit; `name` stands before.
    private func rows(_ name: String, _ line: CacheLine, column: Int = questionColumn) -> [[Span]] {
        let decider = [line.field, "RFC \(line.section)"].filter { !$0.isEmpty }.joined(separator: ", ")
        let indent = column + 2
        let room = max(20, width - indent - 1)
        func row(_ text: String, _ kind: TokenKind, isFirst: Bool) -> [Span] {
            let head = isFirst ? "  \(name)" : ""
            let gap = String(repeating: " ", count: max(0, indent - head.utf8.count))
            return [Span(kind: .key, text: head + gap), Span(kind: kind, text: text)]
        }
        // By roles of a theme that are there for texts: it has none of its own for verdicts.
        let kind = Self.kind(of: line.level)
        // On one line where both fit, else the section stands below: it is never cut.
        if displayWidth(of: line.words) + 2 + displayWidth(of: decider) <= room {
            return [row(line.words, kind, isFirst: true) + [Span(kind: .comment, text: "  \(decider)")]]
        }
        let words = wrapped(line.words, width: room).enumerated().map { row($1, kind, isFirst: $0 == 0) }
        return words + wrapped(decider, width: room).map { row($0, .comment, isFirst: false) }
    }

    private static func kind(of level: CacheLine.Level) -> TokenKind {
        switch level {
        case .plain: .plain
        case .good: .string
        case .warning: .literal
        case .bad: .error
        }
    }

    /// What was tried, and what held.
    private var tried: [[Span]] {
        guard !trials.isEmpty else { return [] }
        return [[], [Span(kind: .tag, text: "What was tried")]]
            + trials.flatMap { rows($0.probe.rawValue, $0.line, column: 14) }
    }

    /// What the request asked of caches.
    private func asked(_ facts: CacheFacts) -> [[Span]] {
        let lines = RequestDirectives.lines(facts.requestFields)
        guard !lines.isEmpty else { return [] }
        return [[], [Span(kind: .tag, text: "What the request asked of caches")]]
            + lines.flatMap { rows("", $0, column: 0) }
    }

    /// What caches on the way say, the one nearest to the server first.
    private func hops(_ facts: CacheFacts) -> [[Span]] {
        let hops = CacheStatus(facts.fields).hops
        guard !hops.isEmpty else { return [] }
        let title = "What caches on the way say, from the server to here  "
        return [[], [Span(kind: .tag, text: title), Span(kind: .comment, text: "Cache-Status, RFC 9211")]]
            + hops.enumerated().map { number, hop in
                [
                    Span(kind: .number, text: "  \(number + 1)  "), Span(kind: .key, text: "\(hop.name)  "),
                    Span(kind: hop.isHit ? .string : .plain, text: hop.words),
                ]
            }
    }

    /// Which kept answers a change has made untrue.
    private func changed(_ facts: CacheFacts) -> [[Span]] {
        let urls = Invalidation.urls(after: facts)
        guard !urls.isEmpty else { return [] }
        let title = "What this \(facts.method) made untrue in every cache  "
        var lines: [[Span]] = [
            [], [Span(kind: .tag, text: title), Span(kind: .comment, text: "RFC 9111 4.4")],
        ]
        for (url, field) in urls {
            lines.append([
                Span(kind: .plain, text: "  \(url)"), Span(kind: .comment, text: field.isEmpty ? "" : "  \(field)"),
            ])
        }
        let count = exchange.madeUntrue
        lines.append([
            Span(
                kind: count > 0 ? .literal : .plain,
                text: "  of those kept here: \(Figures.count(count, "answer")), asked for anew before the next change")
        ])
        if let site = facts.fields["Clear-Site-Data"] {
            lines.append([Span(kind: .plain, text: "  browsers drop "), Span(kind: .comment, text: site)])
        }
        return lines
    }
}
