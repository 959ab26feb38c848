public import Payloads
import Text

/// Where the values of a JSON text are: each object, list, string, number and word by its first and last byte, in the order
/// in which they stand. The text itself stays as it came.
///
/// It is read in slices, and a text that breaks off or is no JSON has the values that stand before the flaw. Of a value
/// it takes 24 bytes, so that a large answer can be looked through without a tree being made of it.
public final class JSONOutline {
    /// What a value is.
    public enum Kind: UInt8, Sendable {
        case object, array, string, number, bool, null
    }

    struct Node {
        var start: UInt32
        var end: UInt32
        /// The place of the first value behind this one and all that is in it.
        var next: UInt32
        var parent: UInt32
        /// Where the quote before its name is; in a list its place there, from 0; ``noKey`` at the top.
        var key: UInt32
        var kind: Kind
    }

    // In a list valueOrEnd, then commaOrEnd -> value; in an object keyOrEnd -> value, then commaOrEnd -> key -> value.
    // Behind the outermost value nothing.
    private enum Expected {
        case value, valueOrEnd, key, keyOrEnd, commaOrEnd, nothing
    }

    static let noKey = UInt32.max
    /// The most bytes that are read.
    public static let mostBytes = 256 << 20
    /// The most values that are found in one text.
    public static let mostValues = 2_000_000
    /// How deep objects and lists may stand in one another.
    public static let mostLevels = 512

    /// The text.
    public let bytes: PayloadBytes
    private(set) var nodes: ContiguousArray<Node> = []
    private var open: [UInt32] = []
    /// How many values stand in each that is open.
    private var counts: [UInt32] = []
    private var expected = Expected.value
    private var position = 0
    private var key = JSONOutline.noKey
    /// What is wrong with the text, and at which byte; nil when nothing is, or the end is not reached.
    public private(set) var problem: (words: String, offset: Int)?
    /// Whether all of it is read, or as much as can be.
    public private(set) var isComplete = false

    /// The outline of a text, of which nothing is read yet.
    public init(_ bytes: PayloadBytes) {
        self.bytes = bytes
        if bytes.count > Self.mostBytes {
            fail("is larger than \(Self.mostBytes >> 20) MiB: it is not looked through", at: 0)
        }
    }

    /// The outline of a text, read whole.
    public convenience init(reading bytes: [UInt8]) {
        self.init(PayloadBytes(bytes))
        while !advance(units: 1 << 30) {}
    }

    /// The outermost value; nil when there is none.
    public var root: JSONNode? { nodes.isEmpty ? nil : JSONNode(self, 0) }

    /// Reads on, about `units` bytes; true when the end is reached.
    @discardableResult
    public func advance(units: Int) -> Bool {
        guard !isComplete else { return true }
        bytes.withBytes { buffer in
            guard let base = buffer.assumingMemoryBound(to: UInt8.self).baseAddress else {
                return fail("is empty", at: 0)
            }
            read(base, buffer.count, upTo: min(buffer.count, position + max(1, units)))
        }
        return isComplete
    }

    private func read(_ base: UnsafePointer<UInt8>, _ end: Int, upTo goal: Int) {
        if position == 0, end >= 3, base[0] == 0xEF, base[1] == 0xBB, base[2] == 0xBF { position = 3 }
        while !isComplete {
            position = UTF8Bytes.endOfSpace(base, position, end)
            guard position < end else {
                return expected == .nothing ? finish() : fail("ends early", at: end)
            }
            // Between values only: what was begun is read to its end, however long it is.
            if position >= goal, goal < end { return }
            step(base, end)
        }
    }

    private func step(_ base: UnsafePointer<UInt8>, _ end: Int) {
        let byte = base[position]
        switch (expected, byte) {
        case (.nothing, _): fail("goes on after its end", at: position)
        case (.key, 0x22), (.keyOrEnd, 0x22):
            let close = UTF8Bytes.endOfJSONString(base, position, end)
            // Of 256 MiB every place fits.
            key = UInt32(position)
            position = UTF8Bytes.endOfSpace(base, close, end)
            guard position < end else { return fail("ends early", at: end) }
            guard base[position] == 0x3A else { return fail("lacks a colon after a key", at: position) }
            position += 1
            expected = .value
        case (.keyOrEnd, 0x7D), (.valueOrEnd, 0x5D): close(at: position + 1)
        case (.commaOrEnd, 0x2C):
            position += 1
            expected = isInObject ? .key : .value
        case (.commaOrEnd, 0x7D) where isInObject: close(at: position + 1)
        case (.commaOrEnd, 0x5D) where !isInObject: close(at: position + 1)
        case (.commaOrEnd, _): fail("lacks a comma", at: position)
        case (.key, _), (.keyOrEnd, _): fail("lacks a key in quotes", at: position)
        case (.value, _), (.valueOrEnd, _): value(base, end, byte)
        }
    }

    private func value(_ base: UnsafePointer<UInt8>, _ end: Int, _ byte: UInt8) {
        guard nodes.count < Self.mostValues else {
            return fail("has more than two million values: what follows is not looked through", at: position)
        }
        switch byte {
        case 0x7B, 0x5B:
            guard open.count < Self.mostLevels else {
                return fail("is more than \(Self.mostLevels) levels deep", at: position)
            }
            add(byte == 0x7B ? .object : .array, end: position + 1)
            open.append(UInt32(nodes.count - 1))
            counts.append(0)
            position += 1
            expected = byte == 0x7B ? .keyOrEnd : .valueOrEnd
        case 0x22:
            let close = UTF8Bytes.endOfJSONString(base, position, end)
            guard UTF8Bytes.isJSONString(base, position, close) else { return fail("ends early", at: end) }
            add(.string, end: close)
            position = close
            valueEnded()
        default:
            let (kind, close) = JSONWord.read(base, position, end)
            guard kind != .nonsense, close > position else { return fail("has a word that is no value", at: position) }
            add(kind == .number ? .number : byte == UInt8(ascii: "n") ? .null : .bool, end: close)
            position = close
            valueEnded()
        }
    }

    private func add(_ kind: Kind, end: Int) {
        // Nothing has both a name and a place in a list: one number is enough for the two.
        let place = isInObject ? key : counts.last ?? Self.noKey
        nodes.append(
            Node(
                start: UInt32(position), end: UInt32(end), next: UInt32(nodes.count + 1),
                parent: open.last ?? Self.noKey, key: place, kind: kind))
        key = Self.noKey
        if !counts.isEmpty { counts[counts.count - 1] += 1 }
    }

    private var isInObject: Bool { open.last.map { nodes[Int($0)].kind == .object } ?? false }

    private func close(at end: Int) {
        guard let last = open.popLast() else { return }
        counts.removeLast()
        nodes[Int(last)].end = UInt32(end)
        nodes[Int(last)].next = UInt32(nodes.count)
        position = end
        valueEnded()
    }

    private func valueEnded() { expected = open.isEmpty ? .nothing : .commaOrEnd }

    private func fail(_ words: String, at offset: Int) {
        problem = (words, offset)
        // What is open ends here, so that the values before the flaw can be walked through.
        while !open.isEmpty { close(at: position) }
        finish()
    }

    private func finish() { isComplete = true }
}
