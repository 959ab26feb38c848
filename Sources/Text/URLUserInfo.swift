/// The name and password before the host of a URL (RFC 3986 3.2.1).
public enum URLUserInfo {
    /// A character that ends the host before an `@` that belongs to it: what stands there is no port then, and part of a
    /// password, which no error may quote. Nil when there is none.
    /// - Parameter rest: what stands behind `://`.
    public static func rawCharacter(in rest: Substring) -> Character? {
        guard let end = rest.firstIndex(where: { "/?#".contains($0) }), rest[end...].contains("@") else { return nil }
        // Nobody writes a fragment with an @; and one before it does not end the password either.
        if rest[end] == "#" { return "#" }
        if rest[..<end].contains("@") { return nil }
        guard let colon = rest[..<end].firstIndex(of: ":"), rest.first != "[" else { return nil }
        let port = rest[rest.index(after: colon)..<end]
        return port.utf8.allSatisfy { (0x30...0x39).contains($0) } ? nil : rest[end]
    }
}
