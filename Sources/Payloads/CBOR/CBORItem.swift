import Text

/// One CBOR data item, and whether bytes are one (RFC 8949).
enum CBORItem {
    /// How deep items may lie in each other.
    static let deepest = 64

    /// Whether the bytes are one well-formed data item, texts in UTF-8, and nothing else.
    static func isAll(of bytes: UnsafeRawBufferPointer) -> Bool { end(bytes, 0, depth: 0) == bytes.count }

    /// Whether bytes that nobody says to be CBOR look like it: one data item that says so itself (RFC 8949 3.4.6), or a
    /// map with a name for its first key, or an array of such.
    static func isLikely(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var place = 0
        if let tag = CBORHead(bytes, at: 0), tag.major == .tag, tag.argument == 55799 { return isAll(of: bytes) }
        if let array = CBORHead(bytes, at: 0), array.major == .array { place = array.end }
        guard let map = CBORHead(bytes, at: place), map.major == .map, let key = CBORHead(bytes, at: map.end),
            key.major == .text, !key.isIndefinite, key.argument > 0
        else { return false }
        return isAll(of: bytes)
    }

    /// Where the item at a place ends; nil where it is not well-formed.
    private static func end(_ bytes: UnsafeRawBufferPointer, _ place: Int, depth: Int) -> Int? {
        guard depth < deepest, let head = CBORHead(bytes, at: place) else { return nil }
        switch head.major {
        case .unsigned, .negative: return head.end
        // A break where none is due (RFC 8949 3.2.1).
        case .simple: return head.isIndefinite ? nil : head.end
        case .tag: return end(bytes, head.end, depth: depth + 1)
        case .bytes, .text:
            guard head.isIndefinite else { return stringEnd(head, bytes) }
            return run(bytes, head.end) { place in
                // Pieces are strings of told length of the same type (RFC 8949 3.2.3).
                guard let piece = CBORHead(bytes, at: place), piece.major == head.major, !piece.isIndefinite
                else { return nil }
                return stringEnd(piece, bytes)
            }
        case .array, .map:
            let items: UInt64 = head.major == .map ? 2 : 1
            func entry(_ place: Int) -> Int? {
                let next = end(bytes, place, depth: depth + 1)
                return items == 1 ? next : next.flatMap { end(bytes, $0, depth: depth + 1) }
            }
            if head.isIndefinite { return run(bytes, head.end, entry) }
            // Every item takes a byte at least.
            guard head.argument <= UInt64(bytes.count - head.end) / items else { return nil }
            var place = head.end
            for _ in 0..<head.argument {
                guard let next = entry(place) else { return nil }
                place = next
            }
            return place
        }
    }

    private static func run(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ entry: (Int) -> Int?) -> Int? {
        var place = start
        while place < bytes.count, bytes[place] != 0xFF {
            guard let next = entry(place) else { return nil }
            place = next
        }
        return place < bytes.count ? place + 1 : nil
    }

    private static func stringEnd(_ head: CBORHead, _ bytes: UnsafeRawBufferPointer) -> Int? {
        guard let end = head.stringEnd(in: bytes) else { return nil }
        guard head.major == .text, end > head.end else { return end }
        let text = UnsafeRawBufferPointer(rebasing: bytes[head.end..<end])
        return text.withMemoryRebound(to: UInt8.self) { text in
            text.baseAddress.flatMap { UTF8Bytes.firstFlaw($0, 0, text.count) } == nil ? end : nil
        }
    }
}
