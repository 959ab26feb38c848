public import REST

/// What caches may do with an answer, as lines of text: `martlet request --explain-cache`.
public enum CacheReport {
    /// The lines, each with the field and the section that decide.
    /// - Parameter now: the moment at which its age is told, in microseconds since 1970.
    public static func lines(_ facts: CacheFacts, at now: Int64) -> [String] {
        var lines: [String] = []
        for kind in CacheKind.all(for: facts) {
            let verdict = CacheVerdict(facts, for: kind)
            for question in CacheQuestion.allCases {
                lines += verdict.lines(question, at: now).map { line(kind.rawValue, question.rawValue, $0) }
            }
            lines.append(line(kind.rawValue, "again", verdict.cost(at: now)))
        }
        lines += RequestDirectives.lines(facts.requestFields).map { line("request", "asked", $0) }
        for (number, hop) in CacheStatus(facts.fields).hops.enumerated() {
            lines.append("cache \(number + 1), \(hop.name): \(hop.words) (Cache-Status, RFC 9211)")
        }
        for (url, field) in Invalidation.urls(after: facts) {
            // Without a field it is the URL of the request itself.
            let decider = field.isEmpty ? "RFC 9111 4.4" : "\(field), RFC 9111 4.4"
            lines.append("\(facts.method) makes untrue: \(url) (\(decider))")
        }
        return lines
    }

    private static func line(_ kind: String, _ question: String, _ line: CacheLine) -> String {
        let decider = line.field.isEmpty ? "RFC \(line.section)" : "\(line.field), RFC \(line.section)"
        return "\(kind) \(question): \(line.words) (\(decider))"
    }
}
