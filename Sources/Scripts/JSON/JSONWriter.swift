/// Writes one JSON text piece by piece, minimised or as cJSON lays it out: tabs, members on lines of their own, elements
/// of arrays side by side.
struct JSONWriter {
    let out: OutputBuffer
    let isPretty: Bool
    private var depth = 0
    private var isFirst = true
    private var isInObject: [Bool] = []

    init(_ out: OutputBuffer, isPretty: Bool = false) {
        self.out = out
        self.isPretty = isPretty
    }

    mutating func beginObject() {
        beginValue()
        out.append(0x7B)
        if isPretty { out.append(0x0A) }
        open(true)
    }

    mutating func endObject() {
        if isPretty {
            // An empty object already has the line end that follows its first brace.
            if !isFirst { out.append(0x0A) }
            out.append(0x09, times: depth - 1)
        }
        out.append(0x7D)
        close()
    }

    mutating func beginArray() {
        beginValue()
        out.append(0x5B)
        open(false)
    }

    mutating func endArray() {
        out.append(0x5D)
        close()
    }

    /// A member's name; its value follows.
    mutating func key(_ name: UnsafeRawBufferPointer) {
        beginMember()
        out.append(quoted: name)
        out.append(0x3A)
        if isPretty { out.append(0x09) }
    }

    mutating func key(_ name: StaticString) {
        key(UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    }

    mutating func string(_ bytes: UnsafeRawBufferPointer) {
        beginValue()
        out.append(quoted: bytes)
    }

    mutating func string(_ text: String) {
        var text = text
        text.withUTF8 { string(UnsafeRawBufferPointer($0)) }
    }

    mutating func number(_ value: UInt64) {
        beginValue()
        out.append(decimal: value)
    }

    /// A number, `true`, `false` or `null` as it is to stand there.
    mutating func literal(_ text: StaticString) {
        beginValue()
        out.append(text)
    }

    mutating func literal(_ bytes: UnsafeRawBufferPointer) {
        beginValue()
        out.append(bytes)
    }

    private mutating func beginMember() {
        if !isFirst {
            out.append(0x2C)
            if isPretty { out.append(0x0A) }
        }
        isFirst = false
        if isPretty { out.append(0x09, times: depth) }
    }

    /// In an array a value is an element; in an object its name has been written.
    private mutating func beginValue() {
        guard isInObject.last == false else { return }
        if !isFirst {
            out.append(0x2C)
            if isPretty { out.append(0x20) }
        }
        isFirst = false
    }

    private mutating func open(_ object: Bool) {
        // An array counts as a depth too, as in cJSON: an object in it stands further in.
        isInObject.append(object)
        depth += 1
        isFirst = true
    }

    private mutating func close() {
        isInObject.removeLast()
        depth -= 1
        // The value that ends here was a member or an element of what is open now.
        isFirst = false
    }
}
