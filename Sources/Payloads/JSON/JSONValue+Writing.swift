import Glibc
import Text

extension JSONValue {
    /// The value as people like to read it: two blanks a level, and what fits on a line of 100 columns on one line.
    /// Numbers and strings are written as they were read. Ends with a line break.
    /// - Parameters:
    ///   - opened: how many levels are opened though they would fit on a line.
    ///   - size: about how many bytes it may become.
    public func written(opened: Int = 0, expecting size: Int = 4096) -> [UInt8] {
        var writer = JSONWriter(opened: opened, expecting: size)
        defer { writer.bytes.end() }
        writer.write(self, indent: 0, before: 0)
        writer.bytes.append(0x0A)
        return writer.bytes.array
    }
}

/// Bytes that grow without being looked at: an array would be checked for being shared at each of millions.
private struct GrowingBytes {
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private(set) var count = 0

    init(capacity: Int) {
        self.capacity = max(capacity, 64)
        base = .allocate(capacity: self.capacity)
    }

    // Nothing frees the memory by itself: whoever makes the bytes ends them, once.
    func end() { base.deallocate() }

    var array: [UInt8] { Array(UnsafeBufferPointer(start: base, count: count)) }

    @inline(__always)
    private mutating func need(_ more: Int) {
        if count &+ more > capacity { grow(more) }
    }

    @inline(never)
    private mutating func grow(_ more: Int) {
        capacity = max(capacity * 2, count + more)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        memcpy(larger, base, count)
        base.deallocate()
        base = larger
    }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        need(1)
        base[count] = byte
        count &+= 1
    }

    mutating func append(_ byte: UInt8, times: Int) {
        need(times)
        memset(base + count, Int32(byte), times)
        count += times
    }

    @inline(__always)
    mutating func append(_ text: String) {
        if !appended(text) { appendSlowly(text) }
    }

    @inline(__always)
    private mutating func appended(_ text: String) -> Bool {
        text.utf8.withContiguousStorageIfAvailable { append($0) } != nil
    }

    @inline(never)
    private mutating func appendSlowly(_ text: String) {
        for byte in text.utf8 { append(byte) }
    }

    @inline(__always)
    private mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let source = bytes.baseAddress else { return }
        need(bytes.count)
        memcpy(base + count, source, bytes.count)
        count &+= bytes.count
    }

    /// Whether JSON has no such bytes between quotes.
    func mustBeEscaped(from start: Int, to end: Int) -> Bool {
        for place in start..<end where JSONString.mustBeEscaped(base[place]) { return true }
        return false
    }

    /// Takes back what was appended since it had `length` bytes.
    mutating func cut(to length: Int) { count = min(count, length) }
}

extension JSONValue {
    /// Whether it is an array or an object with nothing in it.
    fileprivate var isEmpty: Bool {
        switch content {
        case .array(let elements): elements.isEmpty
        case .object(let members): members.isEmpty
        default: false
        }
    }
}

private struct JSONWriter {
    static let lineWidth = 100
    let opened: Int
    var bytes: GrowingBytes

    init(opened: Int, expecting size: Int) {
        self.opened = opened
        bytes = GrowingBytes(capacity: size)
    }

    /// Writes a value; on one line if it fits on what is left of it.
    /// - Parameter before: columns taken on this line already.
    mutating func write(_ value: JSONValue, indent: Int, before: Int) {
        switch value.content {
        case .array(let elements):
            // Tried first and taken back: to measure would cost as much as to write.
            if wroteFlat(value, indent: indent, before: before) { return }
            elements.withUnsafeBufferPointer { write($0, indent: indent) }
        case .object(let members):
            if wroteFlat(value, indent: indent, before: before) { return }
            members.withUnsafeBufferPointer { write($0, indent: indent) }
        // It has no place where a line could end.
        default: _ = writeFlat(value, end: .max)
        }
    }

    private mutating func write(_ elements: UnsafeBufferPointer<JSONValue>, indent: Int) {
        bytes.append(0x5B)
        for index in elements.indices {
            startLine(indent: indent + 2, isFirst: index == 0)
            write(elements[index], indent: indent + 2, before: indent + 2)
        }
        endLine(indent: indent)
        bytes.append(0x5D)
    }

    private mutating func write(_ members: UnsafeBufferPointer<JSONMember>, indent: Int) {
        bytes.append(0x7B)
        for index in members.indices {
            startLine(indent: indent + 2, isFirst: index == 0)
            let start = bytes.count
            writeName(members[index].name)
            write(members[index].value, indent: indent + 2, before: indent + 2 + bytes.count - start)
        }
        endLine(indent: indent)
        bytes.append(0x7D)
    }

    /// Writes an array or an object on this line; false, and nothing written, when it does not fit there.
    private mutating func wroteFlat(_ value: JSONValue, indent: Int, before: Int) -> Bool {
        let start = bytes.count
        // Two columns are a level.
        if indent < 2 * opened, !value.isEmpty { return false }
        // What is empty cannot be opened: it goes on the line however long that is.
        // A byte counts for a column: beyond ASCII a line ends somewhat early.
        if writeFlat(value, end: value.isEmpty ? .max : start + Self.lineWidth - before) { return true }
        bytes.cut(to: start)
        return false
    }

    /// Writes a value without line breaks; gives up soon after byte `end`, and answers whether it did not.
    private mutating func writeFlat(_ value: JSONValue, end: Int) -> Bool {
        switch value.content {
        case .null: bytes.append("null")
        case .bool(let isTrue): bytes.append(isTrue ? "true" : "false")
        case .number(let text): bytes.append(text)
        case .string(let raw): writeQuoted(raw)
        case .array(let elements): return elements.withUnsafeBufferPointer { writeFlat($0, end: end) }
        case .object(let members): return members.withUnsafeBufferPointer { writeFlat($0, end: end) }
        }
        return bytes.count <= end
    }

    // Elements and members are read in place: taking each one out would count references up and down.

    private mutating func writeFlat(_ elements: UnsafeBufferPointer<JSONValue>, end: Int) -> Bool {
        bytes.append(0x5B)
        for index in elements.indices {
            if index > 0 { separate() }
            guard writeFlat(elements[index], end: end) else { return false }
        }
        bytes.append(0x5D)
        return bytes.count <= end
    }

    private mutating func writeFlat(_ members: UnsafeBufferPointer<JSONMember>, end: Int) -> Bool {
        bytes.append(0x7B)
        for index in members.indices {
            if index > 0 { separate() }
            writeName(members[index].name)
            guard writeFlat(members[index].value, end: end) else { return false }
        }
        bytes.append(0x7D)
        return bytes.count <= end
    }

    private mutating func writeName(_ name: String) {
        let start = bytes.count
        writeQuoted(name)
        // Looked at where it is written: bytes in a row are quicker to read than the String that they came from.
        if bytes.mustBeEscaped(from: start + 1, to: bytes.count - 1) {
            bytes.cut(to: start)
            writeQuoted(JSONString.escaped(name))
        }
        bytes.append(0x3A)
        bytes.append(0x20)
    }

    private mutating func writeQuoted(_ raw: String) {
        bytes.append(0x22)
        bytes.append(raw)
        bytes.append(0x22)
    }

    private mutating func separate() {
        bytes.append(0x2C)
        bytes.append(0x20)
    }

    private mutating func startLine(indent: Int, isFirst: Bool) {
        if !isFirst { bytes.append(0x2C) }
        endLine(indent: indent)
    }

    private mutating func endLine(indent: Int) {
        bytes.append(0x0A)
        bytes.append(0x20, times: indent)
    }
}
