import Glibc

extension JSONValue {
    /// The value as people like to read it: two blanks a level, and what fits on a line of 100 columns on one line.
    /// Numbers and strings are written as they were read. Ends with a line break.
    /// - Parameter opened: how many levels are opened though they would fit on a line.
    public func written(opened: Int = 0) -> [UInt8] {
        var writer = JSONWriter(opened: opened)
        defer { writer.bytes.end() }
        writer.write(self, indent: 0, before: 0)
        writer.bytes.append(0x0A)
        return writer.bytes.array
    }
}

/// Bytes that grow without being looked at: an array would be checked for being shared at each of millions.
private struct GrowingBytes {
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity = 4096
    private(set) var count = 0

    init() {
        base = .allocate(capacity: capacity)
    }

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
    var bytes = GrowingBytes()

    init(opened: Int) {
        self.opened = opened
    }

    /// Writes a value; on one line if it fits on what is left of it.
    /// - Parameter before: columns taken on this line already.
    mutating func write(_ value: JSONValue, indent: Int, before: Int) {
        switch value.content {
        case .array(let elements):
            if wroteFlat(value, indent: indent, before: before) { return }
            bytes.append(0x5B)
            for (index, element) in elements.enumerated() {
                startLine(indent: indent + 2, isFirst: index == 0)
                write(element, indent: indent + 2, before: indent + 2)
            }
            endLine(indent: indent)
            bytes.append(0x5D)
        case .object(let members):
            if wroteFlat(value, indent: indent, before: before) { return }
            bytes.append(0x7B)
            for (index, member) in members.enumerated() {
                startLine(indent: indent + 2, isFirst: index == 0)
                let start = bytes.count
                writeName(member.name)
                write(member.value, indent: indent + 2, before: indent + 2 + bytes.count - start)
            }
            endLine(indent: indent)
            bytes.append(0x7D)
        default: _ = writeFlat(value, end: .max)
        }
    }

    /// Writes an array or an object on this line; false, and nothing written, when it does not fit there.
    private mutating func wroteFlat(_ value: JSONValue, indent: Int, before: Int) -> Bool {
        let start = bytes.count
        if indent < 2 * opened, !value.isEmpty { return false }
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
        case .array(let elements):
            bytes.append(0x5B)
            for (index, element) in elements.enumerated() {
                if index > 0 { separate() }
                guard writeFlat(element, end: end) else { return false }
            }
            bytes.append(0x5D)
        case .object(let members):
            bytes.append(0x7B)
            for (index, member) in members.enumerated() {
                if index > 0 { separate() }
                writeName(member.name)
                guard writeFlat(member.value, end: end) else { return false }
            }
            bytes.append(0x7D)
        }
        return bytes.count <= end
    }

    private mutating func writeName(_ name: String) {
        writeQuoted(JSONText.escaped(name))
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
