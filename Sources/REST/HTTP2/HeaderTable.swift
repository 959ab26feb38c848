/// The fields that HPACK names by their number (RFC 7541 2.3), as bytes.
struct HeaderTable {
    /// A name and a value.
    struct Entry: Equatable {
        var name: [UInt8]
        var value: [UInt8]

        /// What it counts for (RFC 7541 4.1).
        var size: Int { name.count + value.count + 32 }
    }

    /// What everybody knows (RFC 7541 Appendix A).
    private static let known: [Entry] = [
        (":authority", ""),
        (":method", "GET"),
        (":method", "POST"),
        (":path", "/"),
        (":path", "/index.html"),
        (":scheme", "http"),
        (":scheme", "https"),
        (":status", "200"),
        (":status", "204"),
        (":status", "206"),
        (":status", "304"),
        (":status", "400"),
        (":status", "404"),
        (":status", "500"),
        ("accept-charset", ""),
        ("accept-encoding", "gzip, deflate"),
        ("accept-language", ""),
        ("accept-ranges", ""),
        ("accept", ""),
        ("access-control-allow-origin", ""),
        ("age", ""),
        ("allow", ""),
        ("authorization", ""),
        ("cache-control", ""),
        ("content-disposition", ""),
        ("content-encoding", ""),
        ("content-language", ""),
        ("content-length", ""),
        ("content-location", ""),
        ("content-range", ""),
        ("content-type", ""),
        ("cookie", ""),
        ("date", ""),
        ("etag", ""),
        ("expect", ""),
        ("expires", ""),
        ("from", ""),
        ("host", ""),
        ("if-match", ""),
        ("if-modified-since", ""),
        ("if-none-match", ""),
        ("if-range", ""),
        ("if-unmodified-since", ""),
        ("last-modified", ""),
        ("link", ""),
        ("location", ""),
        ("max-forwards", ""),
        ("proxy-authenticate", ""),
        ("proxy-authorization", ""),
        ("range", ""),
        ("referer", ""),
        ("refresh", ""),
        ("retry-after", ""),
        ("server", ""),
        ("set-cookie", ""),
        ("strict-transport-security", ""),
        ("transfer-encoding", ""),
        ("user-agent", ""),
        ("vary", ""),
        ("via", ""),
        ("www-authenticate", ""),
    ].map { Entry(name: Array($0.0.utf8), value: Array($0.1.utf8)) }

    /// The most bytes that this side has allowed (SETTINGS_HEADER_TABLE_SIZE), the standard's own.
    static let largest = 4096

    /// The newest first.
    private var added: [Entry] = []
    private var size = 0
    private var capacity = largest

    /// The entry of a number, from 1; nil when there is none.
    subscript(number: Int) -> Entry? {
        guard number > 0 else { return nil }
        if number <= Self.known.count { return Self.known[number - 1] }
        let place = number - Self.known.count - 1
        return place < added.count ? added[place] : nil
    }

    /// Adds an entry, for which the oldest go; one that is larger than the table empties it (RFC 7541 4.4).
    mutating func add(_ entry: Entry) {
        size += entry.size
        // At most 128 entries fit, 32 bytes at least each: moving them is cheap.
        added.insert(entry, at: 0)
        trim()
    }

    /// The other side wants the table to be so large; false when that is more than it may.
    mutating func resize(to count: Int) -> Bool {
        guard count <= Self.largest else { return false }
        capacity = count
        trim()
        return true
    }

    private mutating func trim() {
        while size > capacity, let oldest = added.popLast() { size -= oldest.size }
    }
}
