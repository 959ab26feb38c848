import Text

/// Says where in a document values are: their normalized paths (RFC 9535 2.7), one after another, in slices.
///
/// It stays where the last value was, so that values in their order cost no more than one way through the document.
public final class JSONPathLocator {
    private let source: JSONSource
    /// The way down to the last value: containers, and where each starts.
    private var way: [(start: Int, children: JSONChildren)] = []
    private static let deepest = 1 << 12

    /// A locator for the values of JSON.
    /// - Parameter owner: keeps the bytes where they are and as they are as long as it lives.
    public init(_ json: UnsafeRawBufferPointer, ownedBy owner: AnyObject?) {
        source = JSONSource(json, ownedBy: owner)
    }

    /// The normalized path of the value that starts at `offset`, or that `offset` lies in, such as `$['a'][0]`. Nil when
    /// `units` bytes are used up first: then call again with the same offset. Empty when nothing is there.
    public func path(ofValueAt offset: Int, units: inout Int) -> String? {
        // A way that has gone past the value starts again from where the value was still to come.
        while let last = way.last, last.start > offset || last.children.index >= 0 && last.children.value > offset {
            way.removeLast()
            if last.start <= offset { way.append((last.start, JSONChildren(source, last.start))) }
            if last.start <= offset { break }
        }
        if way.isEmpty {
            let root = source.endOfSpace(0)
            guard source.isContainer(root), offset > root else { return root < source.end ? "$" : "" }
            way.append((root, JSONChildren(source, root)))
        }
        while source.problem == nil, way.count < Self.deepest {
            if units <= 0 { return nil }
            let last = way.count - 1
            // The container itself: its path is that of its place in the one around it.
            if way[last].start == offset {
                way.removeLast()
                break
            }
            // Does the child at hand hold the offset? It does unless it ends before.
            if way[last].children.index >= 0, way[last].children.value <= offset {
                let value = way[last].children.value
                if value == offset { break }
                var ahead = way[last].children
                guard let end = ahead.childEnd(source, units: &units) else {
                    if source.problem != nil { break }
                    way[last].children = ahead
                    return nil
                }
                if offset < end {
                    guard source.isContainer(value) else { break }
                    way.append((value, JSONChildren(source, value)))
                    continue
                }
            }
            switch way[last].children.next(source, units: &units) {
            case .child: if way[last].children.value > offset { return normalized }
            case .pause: return nil
            case .end:
                // Beyond this container: on with the one around it.
                guard way.count > 1, source.problem == nil else { return normalized }
                let end = way.removeLast().children.end
                way[way.count - 1].children.childEnds(at: end)
            }
        }
        return normalized
    }

    private var normalized: String {
        var path = "$"
        for level in way where level.children.index >= 0 {
            path += level.children.isObject ? "['\(name(level.children.name))']" : "[\(level.children.index)]"
        }
        return path
    }

    /// A name as a normalized path writes it.
    private func name(_ range: Range<Int>) -> String {
        var text = ""
        // Half a pair is no character.
        for scalar in source.text(range) { text.unicodeScalars.append(Unicode.Scalar(scalar) ?? "\u{FFFD}") }
        return JSONPathStep.escaped(text)
    }
}
