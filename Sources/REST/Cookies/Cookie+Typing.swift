import Text

extension Cookie {
    /// What is wrong with a cookie that a person typed, in one line: what would break the field that it is sent in, or the
    /// file that it is kept in. Nil when it can be kept.
    public var problem: String? {
        let hasControls = { (text: String) in text.utf8.contains { $0 < 0x20 || $0 == 0x7F } }
        if name.isEmpty, value.isEmpty { return "A cookie has a name, or a value at least" }
        if hasControls(name) || hasControls(value) { return "Name and value hold no tabs, breaks and other controls" }
        if name.contains("=") || name.contains(";") || value.contains(";") {
            return "A name holds no = and no ;, and a value no ;"
        }
        if name.utf8.count + value.utf8.count > Self.limit { return "Name and value are \(Self.limit) bytes at most" }
        if domain.isEmpty { return "The domain is missing: the host that gets it" }
        if hasControls(domain) || domain.contains(where: { " /:;,".contains($0) }) && IPAddress.bytes(domain) == nil {
            return "The domain is a host without scheme, port and path"
        }
        if includesSubdomains, IPAddress.bytes(domain) != nil { return "There are no hosts below an address" }
        if path.first != "/" || hasControls(path) || path.contains(";") { return "A path begins with / and holds no ;" }
        return nil
    }
}
