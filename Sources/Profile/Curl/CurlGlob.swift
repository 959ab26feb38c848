/// What curl makes several requests of: `{a,b}` and `[1-3]` in a URL.
enum CurlGlob {
    /// The part of a URL that curl would take for such a list; nil for none. Brackets around an IPv6 address are none.
    static func part(of url: String) -> Substring? {
        var rest = url[...]
        if let scheme = rest.firstRange(of: "://") { rest = rest[scheme.upperBound...] }
        let authority = rest.prefix { !"/?#".contains($0) }
        let host = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
        if host.first == "[", let end = host.firstIndex(of: "]") { rest = rest[rest.index(after: end)...] }
        var isEscaped = false
        for place in rest.indices {
            let character = rest[place]
            defer { isEscaped = character == "\\" && !isEscaped }
            guard !isEscaped, character == "{" || character == "[" else { continue }
            let close: Character = character == "{" ? "}" : "]"
            guard let end = rest[place...].firstIndex(of: close) else { return rest[place...] }
            let part = rest[place...end]
            // As curl: an empty pair of brackets stands for itself.
            if part != "[]" { return part }
        }
        return nil
    }
}
