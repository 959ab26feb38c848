/// Goes through the members of an object or the elements of an array, in the order in which they were sent.
struct JSONChildren {
    /// What the next step brought.
    enum Step {
        case child
        case end
        /// The units are used up: call again.
        case pause
    }

    let isObject: Bool
    /// The place of the child among its siblings.
    private(set) var index = -1
    /// The name of the member with its quotes.
    private(set) var name = 0..<0
    /// Where the child's value starts.
    private(set) var value = 0
    private(set) var isAtEnd = false
    /// Where reading goes on: after the opening bracket, or after a value.
    private var position: Int
    private var skip: JSONSource.Skip?

    /// The children of the container that starts at `start`; none for other values.
    init(_ source: JSONSource, _ start: Int) {
        isAtEnd = !source.isContainer(start)
        isObject = !isAtEnd && source.base[start] == 0x7B
        position = start + 1
    }

    /// Where the container ends, once the end is reached.
    var end: Int { position }

    /// The child was read to its end by someone else.
    mutating func childEnds(at end: Int) {
        skip = nil
        position = end
    }

    /// Where the child ends; nil when the units are used up first.
    mutating func childEnd(_ source: JSONSource, units: inout Int) -> Int? {
        guard skip != nil else { return position }
        guard let end = skip?.run(source, units: &units) else { return nil }
        childEnds(at: end)
        return end
    }

    mutating func next(_ source: JSONSource, units: inout Int) -> Step {
        if isAtEnd { return .end }
        if source.problem != nil { return stop() }
        // The child before is stepped over first, unless it was read to its end by others.
        guard childEnd(source, units: &units) != nil else { return source.problem == nil ? .pause : stop() }
        // A step costs something, however short the child: a million of `0,` would else be one slice.
        units -= 4
        let base = source.base
        let close: UInt8 = isObject ? 0x7D : 0x5D
        var place = source.endOfSpace(position)
        guard place < source.end else { return broken(source, "ends early", at: place) }
        if base[place] == close {
            position = place + 1
            isAtEnd = true
            return .end
        }
        if index >= 0 {
            guard base[place] == 0x2C else { return broken(source, "lacks a comma", at: place) }
            place = source.endOfSpace(place + 1)
        }
        if isObject {
            guard place < source.end, base[place] == 0x22 else {
                return broken(source, "lacks a key in quotes", at: place)
            }
            let nameEnd = source.endOfString(place)
            name = place..<nameEnd
            place = source.endOfSpace(nameEnd)
            guard place < source.end, base[place] == 0x3A else {
                return broken(source, "lacks a colon after a key", at: place)
            }
            place = source.endOfSpace(place + 1)
            units -= name.count
        }
        guard place < source.end else { return broken(source, "ends early", at: place) }
        index += 1
        value = place
        skip = JSONSource.Skip(place)
        return .child
    }

    private mutating func broken(_ source: JSONSource, _ words: String, at offset: Int) -> Step {
        source.fail(words, at: offset)
        return stop()
    }

    private mutating func stop() -> Step {
        isAtEnd = true
        return .end
    }
}
