/// A line of a header, `name: value` (RFC 9112 5): the name as it is written, and the value without the blanks around it.
public struct FieldLine<Part> {
    /// What stands before the first colon.
    public let name: Part
    /// What stands behind it; the spaces and tabs around it are no part of it (RFC 9110 5.5).
    public let value: Part
}

// Of plain types: a generic one would be walked byte by byte through its witnesses where it is called from.
extension FieldLine where Part == ArraySlice<UInt8> {
    /// Cuts bytes; nil where there is no colon.
    public init?(bytes line: ArraySlice<UInt8>) {
        guard let (name, value) = fieldParts(of: line) else { return nil }
        self.init(name: line[name], value: line[value])
    }
}

extension FieldLine where Part == Substring {
    /// Cuts a text; nil where there is no colon.
    public init?(_ line: String) {
        guard let (name, value) = fieldParts(of: line.utf8) else { return nil }
        self.init(name: line[name], value: line[value])
    }
}

private func fieldParts<Bytes: Collection<UInt8>>(
    of line: Bytes
) -> (name: Range<Bytes.Index>, value: Range<Bytes.Index>)? {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    var place = line.index(after: colon)
    while place < line.endIndex, isBlank(line[place]) { line.formIndex(after: &place) }
    let start = place
    // Forwards, as not every text can be walked backwards by its bytes.
    var end = start
    while place < line.endIndex {
        let byte = line[place]
        line.formIndex(after: &place)
        if !isBlank(byte) { end = place }
    }
    return (line.startIndex..<colon, start..<end)
}
