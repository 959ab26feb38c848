import Text

/// Requests that try what an answer says of caches, and what to make of their answers.
public enum CacheProbe: String, CaseIterable, Hashable, Sendable {
    /// Asks whether it is still the same (RFC 9110 13.1.2, 13.1.3).
    case conditional = "conditional"
    /// Asks for the first byte alone (RFC 9110 14.2).
    case range = "range"
    /// Asks for another form (RFC 9110 12.5.1).
    case accept = "other Accept"
    /// Asks for it without compression (RFC 9110 12.5.3).
    case identity = "no coding"

    /// What is sent to try an answer; nil when there is nothing to try.
    public func fields(for facts: CacheFacts) -> [Field]? {
        switch self {
        // Both validators where there are both, as a cache would send them: a server that only knows one is found so.
        case .conditional: return Precondition.revalidating("GET", Validators(facts.fields))?.fields
        // Of a body of one byte the first byte is all of it: 200 and 206 could not be told apart.
        case .range: return facts.bodySize > 1 ? [Field("Range", "bytes=0-0")] : nil
        case .accept:
            let isJSON = facts.fields["Content-Type"]?.lowercased().contains("json") == true
            return [Field("Accept", isJSON ? "application/xml" : "application/json")]
        case .identity: return facts.fields["Content-Encoding"] == nil ? nil : [Field("Accept-Encoding", "identity")]
        }
    }

    /// What held of the answer that is tried, by the answer to the try.
    /// - Parameters:
    ///   - facts: the answer that is tried.
    ///   - answer: the answer to what was sent for it.
    ///   - isSameBody: whether the bodies are the same, codings taken off.
    public func judge(_ facts: CacheFacts, _ answer: CacheFacts, isSameBody: Bool) -> CacheLine {
        switch self {
        case .conditional: Self.conditional(facts, answer, isSameBody)
        case .range: Self.range(facts, answer)
        case .accept: Self.accept(facts, answer, isSameBody)
        case .identity: Self.identity(facts, answer)
        }
    }

    private static func conditional(_ facts: CacheFacts, _ answer: CacheFacts, _ isSameBody: Bool) -> CacheLine {
        let (old, new) = (Validators(facts.fields), Validators(answer.fields))
        let field = answer.fields.told("ETag")
        switch answer.status {
        case 304:
            return CacheLine(
                "304: it holds, a head in place of \(grouped(facts.bodySize)) bytes", field, "9110 15.4.5", .good)
        // Before the comparison of bodies: with an equal tag the server had all it needs to answer 304.
        case 200 where old.tag != nil && old.tag == new.tag:
            return CacheLine(
                "200 with the same ETag: all of it came, though a 304 would do", field, "9110 13.1.2", .bad)
        case 200 where isSameBody && old.tag != nil:
            return CacheLine(
                "200 with another ETag for the same body: the tag changes though nothing else does", field,
                "9110 8.8.3", .warning)
        case 200 where isSameBody:
            return CacheLine("200 with the same body: If-Modified-Since is passed over", "", "9110 13.1.3", .warning)
        case 200: return CacheLine("200: it has changed meanwhile", field, "9110 13.1.2")
        default: return CacheLine("\(answer.status): no word about it", "", "9110 13.1.2", .warning)
        }
    }

    private static func range(_ facts: CacheFacts, _ answer: CacheFacts) -> CacheLine {
        // Accept-Ranges: none is a plain no, and no promise (RFC 9110 14.3).
        let claims = facts.fields["Accept-Ranges"].map { $0.lowercased() != "none" } ?? false
        switch answer.status {
        case 206:
            guard let range = answer.fields["Content-Range"] else {
                return CacheLine("206 without Content-Range: nobody can tell which part it is", "", "9110 15.3.7", .bad)
            }
            return CacheLine("206: a part can be had", "Content-Range: \(range)", "9110 14.2", .good)
        case 200:
            return CacheLine(
                claims ? "200: Accept-Ranges promises parts, and all of it came" : "200: ranges are passed over",
                facts.fields.told("Accept-Ranges"), "9110 14.2", claims ? .bad : .plain)
        case 416: return CacheLine("416: it says that the first byte is none of it", "", "9110 15.5.17", .bad)
        default: return CacheLine("\(answer.status): no word about it", "", "9110 14.2", .warning)
        }
    }

    private static func accept(_ facts: CacheFacts, _ answer: CacheFacts, _ isSameBody: Bool) -> CacheLine {
        let vary = Vary(answer.fields)
        let isNamed = vary.isEverything || vary.names.contains("accept")
        func type(_ facts: CacheFacts) -> String {
            TypedValue(facts.fields["Content-Type"] ?? "").name
        }
        // Said before the types are compared: the body of a 406 is no form of the resource.
        if answer.status == 406 {
            return CacheLine("406: it has no such form, and says so", "", "9110 15.5.7", .good)
        }
        guard answer.status == 200 else {
            return CacheLine("\(answer.status): no word about it", "", "9110 12.5.1", .warning)
        }
        if type(facts) == type(answer) {
            return CacheLine(
                "200 in the same form: Accept is passed over", answer.fields.told("Content-Type"), "9110 12.5.1")
        }
        let told = answer.fields.told("Vary")
        if !isNamed {
            return CacheLine(
                "200 in another form, and Vary does not name Accept: caches mix the two up", told, "9110 12.5.5", .bad)
        }
        return sameTag(facts, answer)
            ?? CacheLine("200 in another form, and Vary names Accept", told, "9110 12.5.5", .good)
    }

    private static func identity(_ facts: CacheFacts, _ answer: CacheFacts) -> CacheLine {
        let vary = Vary(answer.fields)
        let told = answer.fields.told("Vary")
        guard answer.status == 200 else {
            return CacheLine("\(answer.status): no word about it", "", "9110 12.5.3", .warning)
        }
        if answer.fields["Content-Encoding"] != nil {
            return CacheLine(
                "200 compressed, though that was not wanted", answer.fields.told("Content-Encoding"), "9110 12.5.3",
                .bad)
        }
        if !vary.isEverything, !vary.names.contains("accept-encoding") {
            return CacheLine(
                "200 without it, and Vary does not name Accept-Encoding: caches mix the two up", told, "9110 12.5.5",
                .bad)
        }
        return sameTag(facts, answer)
            ?? CacheLine("200 without it, and Vary names Accept-Encoding", told, "9110 12.5.5", .good)
    }

    /// Two forms with one strong tag: a change of one would be taken for one of the other (RFC 9110 8.8.3.3).
    private static func sameTag(_ facts: CacheFacts, _ answer: CacheFacts) -> CacheLine? {
        guard let one = Validators(facts.fields).tag, let other = Validators(answer.fields).tag,
            one.matchesStrongly(other)
        else { return nil }
        return CacheLine(
            "both forms have one strong ETag, which means the same bytes", "ETag: \(one.text)", "9110 8.8.3.3", .bad)
    }
}
