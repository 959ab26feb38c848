/// Where the host of a URL stands, and what stands around it (RFC 3986 3.2), in any text: nothing is refused.
public enum URLAuthority {
    /// The `://` behind the scheme; nil where there is none. Behind a path, a query or a fragment it is part of a value, as in
    /// `host/login?to=http://elsewhere`: no scheme has these (RFC 3986 3.1).
    public static func mark<URL: StringProtocol>(in url: URL) -> Range<URL.Index>? { mark(inBytes: url.utf8) }

    /// User, host and port: what stands behind `://`, or where there is none in front, up to the path, the query or the
    /// fragment.
    public static func range<URL: StringProtocol>(in url: URL) -> Range<URL.Index> { range(inBytes: url.utf8) }

    /// The same, of bytes.
    public static func range<Bytes: Collection<UInt8>>(inBytes url: Bytes) -> Range<Bytes.Index> {
        let start = mark(inBytes: url)?.upperBound ?? url.startIndex
        return start..<(url[start...].firstIndex(where: isEnd) ?? url.endIndex)
    }

    /// Where an authority ends that a text begins with.
    public static func end<Text: StringProtocol>(in text: Text) -> Text.Index {
        text.utf8.firstIndex(where: isEnd) ?? text.endIndex
    }

    /// Host and port of an authority, without the name and the password: behind the last `@`, as a password may hold one that
    /// nobody has encoded.
    public static func place<Text: StringProtocol>(of authority: Text) -> Text.SubSequence {
        authority[(authority.lastIndex(of: "@").map { authority.index(after: $0) } ?? authority.startIndex)...]
    }

    /// The number of a port that is written; nil where it is none.
    @inlinable
    public static func port(_ text: some StringProtocol) -> Int? {
        // Int would take a sign, which a port has not.
        for byte in text.utf8 where !(0x30...0x39).contains(byte) { return nil }
        guard let number = Int(text) else { return nil }
        return (1...65535).contains(number) ? number : nil
    }

    private static func mark<Bytes: Collection<UInt8>>(inBytes url: Bytes) -> Range<Bytes.Index>? {
        var place = url.startIndex
        while place < url.endIndex, !isEnd(url[place]) {
            // Byte by byte: what compares any two sequences asks the runtime what they are, at the start of every script.
            if url[place] == UInt8(ascii: ":"), let first = slash(in: url, behind: place),
                let second = slash(in: url, behind: first)
            {
                return place..<url.index(after: second)
            }
            url.formIndex(after: &place)
        }
        return nil
    }

    /// Where a slash stands right behind a byte; nil where it does not.
    private static func slash<Bytes: Collection<UInt8>>(in url: Bytes, behind place: Bytes.Index) -> Bytes.Index? {
        let next = url.index(after: place)
        return next < url.endIndex && url[next] == UInt8(ascii: "/") ? next : nil
    }

    /// Whether a byte ends an authority.
    private static func isEnd(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
    }
}
