/// Which kept answers a change makes untrue (RFC 9111 4.4).
public enum Invalidation {
    /// The URLs whose kept answers are stale after an exchange, each with the field that names it: the target first, then
    /// what `Location` and `Content-Location` name at the same origin. None for a method that changes nothing, and for an
    /// answer that says that nothing was changed.
    public static func urls(after facts: CacheFacts) -> [(url: String, field: String)] {
        let isSafe = ["GET", "HEAD", "OPTIONS", "TRACE"].contains(facts.method)
        // An error has changed nothing as far as a cache can know (RFC 9111 4.4).
        guard !isSafe, (200..<400).contains(facts.status), facts.status != 304, let target = try? Target(facts.url)
        else {
            return []
        }
        var urls = [(url: target.url, field: "")]
        for name in ["Location", "Content-Location"] {
            guard let reference = facts.fields[name], let other = try? target.resolving(reference),
                // Another origin could else empty caches of what is not its own.
                other.hasOrigin(of: target), !urls.contains(where: { $0.url == other.url })
            else { continue }
            urls.append((other.url, "\(name): \(reference)"))
        }
        return urls
    }
}
