/// Single values read out of a JSON text in place: what a chart and a table of figures need of it.
public enum JSONValues {
    /// The deepest level that is looked into.
    static let maximumDepth = 64

    /// The bytes of the number, string or word at a path, without the quotes of a string; nil when there is none. Of equal
    /// keys the first counts.
    public static func scalar(at path: JSONFieldPath, in bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        var cursor = JSONCursor(bytes)
        for step in path.steps {
            let isThere =
                switch step {
                case .key(let key): enter(key, &cursor)
                case .index(let index): enter(index, &cursor)
                }
            guard isThere else { return nil }
        }
        switch cursor.peek() {
        case 0x22: return cursor.string()
        case 0x7B, 0x5B, nil: return nil
        default: return cursor.word()
        }
    }

    /// Calls `body` with every number, string and word and the way to it, in the order of the text, until it answers false.
    public static func forEachScalar(
        in bytes: UnsafeRawBufferPointer, _ body: (JSONFieldPath, UnsafeRawBufferPointer) -> Bool
    ) {
        var cursor = JSONCursor(bytes)
        var path = JSONFieldPath()
        _ = visit(&cursor, &path, body)
    }

    /// A key or a string as text, escapes resolved.
    public static func text(_ bytes: UnsafeRawBufferPointer) -> String {
        guard bytes.contains(0x5C) else { return String(decoding: bytes, as: UTF8.self) }
        return bytes.withMemoryRebound(to: UInt8.self) { JSONText.plain($0) }
    }

    private static func enter(_ key: String, _ cursor: inout JSONCursor) -> Bool {
        guard cursor.take(0x7B) else { return false }
        while let name = cursor.string(), cursor.take(0x3A) {
            if isEqual(name, key) { return true }
            guard cursor.skipValue(), cursor.take(0x2C) else { return false }
        }
        return false
    }

    private static func enter(_ index: Int, _ cursor: inout JSONCursor) -> Bool {
        guard cursor.take(0x5B) else { return false }
        for _ in 0..<index {
            guard cursor.skipValue(), cursor.take(0x2C) else { return false }
        }
        return true
    }

    private static func isEqual(_ name: UnsafeRawBufferPointer, _ key: String) -> Bool {
        // Escapes are rare: else no string is made of each name.
        if name.contains(0x5C) { return text(name) == key }
        return name.elementsEqual(key.utf8)
    }

    /// - Returns: whether to go on.
    private static func visit(
        _ cursor: inout JSONCursor, _ path: inout JSONFieldPath, _ body: (JSONFieldPath, UnsafeRawBufferPointer) -> Bool
    ) -> Bool {
        // Deeper it is passed over and not entered: this calls itself, and anybody may have sent the payload.
        guard path.steps.count < maximumDepth else { return cursor.skipValue() }
        switch cursor.peek() {
        case nil: return false
        case 0x7B:
            _ = cursor.take(0x7B)
            if cursor.take(0x7D) { return true }
            repeat {
                guard let name = cursor.string(), cursor.take(0x3A) else { return false }
                path.steps.append(.key(text(name)))
                guard visit(&cursor, &path, body) else { return false }
                path.steps.removeLast()
            } while cursor.take(0x2C)
            return cursor.take(0x7D)
        case 0x5B:
            _ = cursor.take(0x5B)
            if cursor.take(0x5D) { return true }
            var index = 0
            repeat {
                path.steps.append(.index(index))
                guard visit(&cursor, &path, body) else { return false }
                path.steps.removeLast()
                index += 1
            } while cursor.take(0x2C)
            return cursor.take(0x5D)
        case 0x22:
            guard let value = cursor.string() else { return false }
            return body(path, value)
        default:
            guard let value = cursor.word() else { return false }
            return body(path, value)
        }
    }
}
