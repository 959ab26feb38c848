import Text

/// What a request asks of the caches on its way (RFC 9111 5.2.1).
public enum RequestDirectives {
    /// A line for each directive of it.
    public static func lines(_ fields: [Field]) -> [CacheLine] {
        let control = CacheControl(fields)
        var lines: [CacheLine] = []
        for directive in control.directives {
            let told = "Cache-Control: \(directive.text)"
            let seconds = control.seconds(directive.name).map { CacheTime.words($0.value) } ?? ""
            switch directive.name {
            case "no-cache": lines.append(CacheLine("no kept answer without the server's word", told, "9111 5.2.1.4"))
            case "no-store": lines.append(CacheLine("nobody is to keep the answer", told, "9111 5.2.1.5"))
            case "max-age":
                lines.append(CacheLine("no answer older than \(seconds)", told, "9111 5.2.1.1"))
            case "max-stale":
                let words = directive.argument == nil ? "however long ago" : "by \(seconds) at most"
                lines.append(CacheLine("one that holds no more will do too, \(words)", told, "9111 5.2.1.2"))
            case "min-fresh": lines.append(CacheLine("one that holds \(seconds) more", told, "9111 5.2.1.3"))
            case "no-transform": lines.append(CacheLine("nobody is to recode the body", told, "9111 5.2.1.6"))
            case "only-if-cached":
                lines.append(CacheLine("a kept answer or 504, the server is not asked", told, "9111 5.2.1.7"))
            default: break
            }
        }
        if let pragma = fields["Pragma"] {
            let isAlone = control.directives.isEmpty
            lines.append(
                CacheLine(
                    isAlone && pragma.lowercased().contains("no-cache")
                        ? "old caches take it for no-cache" : "means nothing beside Cache-Control",
                    "Pragma: \(pragma)", "9111 5.4"))
        }
        return lines
    }
}
