import Text

/// The links in the header of an answer.
public enum FieldLinks {
    /// The most links that are read of one header.
    public static let most = 2_000

    /// The links of a header's fields, in their order; and how many values of `Link` were no links.
    ///
    /// - Parameters:
    ///   - fields: names and values as they came.
    ///   - url: the URL of the answer, behind redirects.
    ///   - status: the answer's status.
    public static func read(
        _ fields: [(name: String, value: String)], url: String, status: Int
    ) -> (links: [Link], flaws: Int) {
        var links: [Link] = []
        var flaws = 0
        for (name, value) in fields {
            let place = LinkPlace.field(name)
            switch name.lowercased() {
            case "link":
                var reader = LinkValueReader(value)
                while links.count < most, let value = reader.next() {
                    links += value.links(base: url, answer: url, format: .linkField, place: place)
                }
                flaws += reader.flaws
            case "location":
                var target = URLReference(url).resolving(URLReference(value))
                // Of a redirect the target inherits the fragment (RFC 9110 10.2.2).
                if (300..<400).contains(status), target.fragment == nil { target.fragment = URLReference(url).fragment }
                // What was made, and where to look how far it is (RFC 9110 15.3.2, 15.3.3).
                let relation = status == 201 ? "created" : status == 202 ? "monitor" : "location"
                links.append(
                    Link(
                        context: url, relation: relation, written: target.text, base: url, format: .otherField,
                        place: place))
            case "content-location":
                links.append(
                    Link(
                        context: url, relation: "content-location", written: value, base: url, format: .otherField,
                        place: place))
            case "refresh":
                guard let target = refreshTarget(value) else { continue }
                links.append(
                    Link(
                        context: url, relation: "refresh", written: target, base: url, format: .otherField, place: place
                    ))
            default: break
            }
        }
        return (links, flaws)
    }

    /// `5; url=/next`, as browsers read it (WHATWG HTML, the `Refresh` header and 4.2.5.3).
    private static func refreshTarget(_ value: String) -> String? {
        guard let mark = value.firstIndex(where: { $0 == ";" || $0 == "," }) else { return nil }
        var rest = value[value.index(after: mark)...].trimming(\.isFieldBlank)
        if rest.lowercased().hasPrefix("url") {
            let behind = rest.dropFirst(3).trimming(\.isFieldBlank)
            if behind.hasPrefix("=") { rest = behind.dropFirst().trimming(\.isFieldBlank) }
        }
        if let quote = rest.first, quote == "'" || quote == "\"" { rest = rest.dropFirst().prefix { $0 != quote } }
        return rest.isEmpty ? nil : String(rest)
    }
}
