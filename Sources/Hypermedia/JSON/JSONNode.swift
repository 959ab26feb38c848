import Payloads
import Text

/// One value of a ``JSONOutline``.
public struct JSONNode {
    /// The outline that it is of.
    public let outline: JSONOutline
    /// Its place in the outline, in the order of the text.
    let index: Int

    init(_ outline: JSONOutline, _ index: Int) {
        self.outline = outline
        self.index = index
    }

    private var node: JSONOutline.Node { outline.nodes[index] }

    /// What it is.
    public var kind: JSONOutline.Kind { node.kind }
    /// Where it stands in the text, in bytes.
    public var range: Range<Int> { Int(node.start)..<Int(node.end) }
    /// The first value behind it.
    var next: Int { Int(node.next) }
    /// What it stands in; nil at the top.
    var parent: JSONNode? { node.parent == JSONOutline.noKey ? nil : JSONNode(outline, Int(node.parent)) }
    /// Whether it is an object.
    public var isObject: Bool { kind == .object }
    /// Whether it is a list.
    public var isArray: Bool { kind == .array }

    /// Its text as it stands, strings with their quotes.
    public var raw: String { outline.bytes.withBytes { String(decoding: $0[range], as: UTF8.self) } }

    /// The plain text of a string; nil when it is none.
    public var text: String? {
        guard kind == .string else { return nil }
        return plain(range.lowerBound + 1..<max(range.lowerBound + 1, range.upperBound - 1))
    }

    /// The text of a string, or a number, `true` or `false` as it stands; nil for everything else.
    public var word: String? {
        switch kind {
        case .string: text
        case .number, .bool: raw
        case .object, .array, .null: nil
        }
    }

    /// A whole number, also one that stands in quotes.
    public var int: Int? { word.flatMap { Int($0) } }
    /// Whether it is `true`.
    public var isTrue: Bool { kind == .bool && raw == "true" }

    private func plain(_ range: Range<Int>) -> String {
        let written = outline.bytes.withBytes { String(decoding: $0[range], as: UTF8.self) }
        // Escapes are rare: without a backslash the bytes are the text.
        return written.utf8.contains(0x5C) ? JSONValue(.string(written)).text ?? written : written
    }

    /// Whether it stands in an object, and so has a name there.
    private var isMember: Bool {
        node.parent != JSONOutline.noKey && outline.nodes[Int(node.parent)].kind == .object
    }

    /// The name that it has in its object; nil in a list and at the top.
    public var name: String? {
        guard isMember else { return nil }
        let start = Int(node.key)
        let end = outline.bytes.withBytes { buffer in
            buffer.assumingMemoryBound(to: UInt8.self).baseAddress.map {
                UTF8Bytes.endOfJSONString($0, start, buffer.count)
            } ?? start + 2
        }
        return plain(start + 1..<max(start + 1, end - 1))
    }

    /// Whether it has this name in its object, without a text being made of it.
    func isNamed(_ wanted: String) -> Bool {
        guard isMember else { return false }
        let start = Int(node.key) + 1
        let isSame = outline.bytes.withBytes { buffer -> Bool? in
            var place = start
            for byte in wanted.utf8 {
                guard place < buffer.count else { return false }
                // Not known yet: with an escape in it the name has to be made plain first.
                if buffer[place] == 0x5C { return nil }
                guard buffer[place] == byte else { return false }
                place += 1
            }
            return place < buffer.count && buffer[place] == 0x22
        }
        return isSame ?? (name == wanted)
    }

    /// The value of a member; of several with one name the last. Nil when there is none, or this is no object.
    public subscript(name: String) -> JSONNode? {
        guard kind == .object else { return nil }
        var found: JSONNode?
        // To the end: of names that come twice most readers take the last (RFC 8259 4).
        for child in children where child.isNamed(name) { found = child }
        return found
    }

    /// The members of an object or the elements of a list, in their order; nothing for other values.
    public var children: Children { Children(outline: outline, index: index + 1, end: isObject || isArray ? next : 0) }

    /// This value, or what is in it when it is a list: for members that may be either.
    var oneOrMany: [JSONNode] { isArray ? Array(children) : [self] }

    /// How many bytes of names and indices a path is told with at most.
    private static let longestPath = 512

    /// Where it stands, as a JSONPath (RFC 9535): `$._links.next`, `$.items[3]['a b']`.
    public var path: String {
        var steps: [String] = []
        var length = 0
        var here = self
        while let parent = here.parent {
            let step = here.name.map { JSONPathStep.member($0) } ?? "[\(here.node.key)]"
            steps.append(step)
            length += step.utf8.count
            if length > Self.longestPath { return "…" + steps.reversed().joined() }
            here = parent
        }
        return "$" + steps.reversed().joined()
    }

    /// Goes through the children of a value.
    public struct Children: Sequence, IteratorProtocol {
        let outline: JSONOutline
        var index: Int
        let end: Int

        /// The next child.
        public mutating func next() -> JSONNode? {
            guard index < end else { return nil }
            defer { index = Int(outline.nodes[index].next) }
            return JSONNode(outline, index)
        }
    }
}
