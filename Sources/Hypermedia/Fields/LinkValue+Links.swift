import Text

extension LinkValue {
    /// The links that a value means: one for each relation that it names (RFC 8288 3.3).
    ///
    /// - Parameters:
    ///   - base: what references in it are relative to.
    ///   - withoutRelation: the relation of one that names none: of RFC 6690 `hosts`; nil leaves it out.
    func links(
        base: String, answer: String, format: LinkFormat, place: LinkPlace, withoutRelation: String? = nil
    ) -> [Link] {
        var link = Link(context: answer, relation: "", written: target, base: base, format: format, place: place)
        if let anchor = self["anchor"] {
            // The context is elsewhere (RFC 8288 3.2): such a `next` is not this answer's.
            link.context = URLReference.resolve(anchor, against: base)
            link.isOfAnswer = Self.withoutFragment(link.context) == Self.withoutFragment(answer)
        }
        link.title = extended("title") ?? self["title"]
        link.type = self["type"]
        link.name = self["name"]
        var remarks: [String] = []
        if let language = self["hreflang"] { remarks.append("in \(language)") }
        if let media = self["media"] { remarks.append("for \(media)") }
        if !link.isOfAnswer || self["anchor"] != nil { remarks.append("of \(link.context)") }
        // Of things with little room: RFC 6690 3, RFC 7252 7.2.1, RFC 7641 6.
        for parameter in ["rt", "if", "ct", "sz", "obs"] {
            guard let value = self[parameter] else { continue }
            remarks.append(value.isEmpty ? parameter : "\(parameter) \(value)")
        }
        if !remarks.isEmpty { link.remark = remarks.joined(separator: ", ") }
        var links: [Link] = []
        // One that has `rev` alone names its relation there.
        let relations = self["rel"] ?? (self["rev"] == nil ? withoutRelation : nil)
        for relation in relations?.split(whereSeparator: \.isWhitespace) ?? [] {
            link.relation = String(relation)
            links.append(link)
        }
        link.isReverse = true
        for relation in self["rev"]?.split(whereSeparator: \.isWhitespace) ?? [] {
            link.relation = String(relation)
            links.append(link)
        }
        return links
    }

    private static func withoutFragment(_ url: String) -> Substring { url.prefix { $0 != "#" } }

    /// `title*=UTF-8'de'n%c3%a4chste` (RFC 8187 3.2.1); nil when it is in no character set that is read here.
    private func extended(_ name: String) -> String? {
        guard let value = self["\(name)*"] else { return nil }
        let parts = value.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        switch parts[0].lowercased() {
        case "utf-8": return PercentEncoding.decode(parts[2])
        case "iso-8859-1":
            // Each byte is the character of its number.
            return String(String.UnicodeScalarView(PercentEncoding.octets(of: parts[2]).map { Unicode.Scalar($0) }))
        default: return nil
        }
    }
}
