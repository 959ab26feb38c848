/// How the fields of a request and its answer travelled over HTTP/2 (RFC 7541): what each took, and what came of the table
/// that both sides keep.
public struct Packing: Hashable, Sendable {
    /// One field as it was packed.
    public struct PackedField: Hashable, Sendable {
        /// What it says of the table (RFC 7541 6).
        public enum Form: Hashable, Sendable {
            /// It stands in the table: a number names it whole (6.1).
            case indexed
            /// It is written out, and stands in the table from then on (6.2.1).
            case added
            /// It is written out, and is not put into the table (6.2.2).
            case plain
            /// It is written out, and nobody on the way may put it into a table (6.2.3).
            case neverIndexed
        }

        /// What it says of the table.
        public var form: Form
        /// Whether a number stands for its name, its value being written out or not.
        public var isNameIndexed: Bool
        /// Bytes that it took.
        public var size: Int

        /// A field of its parts.
        public init(_ form: Form, isNameIndexed: Bool, size: Int) {
            self.form = form
            self.isNameIndexed = isNameIndexed
            self.size = size
        }
    }

    /// The stream (RFC 9113 5.1.1).
    public var stream: Int
    /// The fields of the request, in order, those that begin with a colon first.
    public var request: [PackedField] = []
    /// Those of the answer, `:status` first; not those of answers before it, nor those behind its content.
    public var response: [PackedField] = []

    /// Nothing yet, of a stream.
    public init(stream: Int) { self.stream = stream }

    /// The fields of a block as they are packed; nil when it cannot be read.
    static func fields(_ block: some Collection<UInt8>) -> [PackedField]? {
        var reader = BlockReader(block: Array(block))
        var fields: [PackedField] = []
        while !reader.isAtEnd {
            guard let field = reader.field() else { return nil }
            if let field = field.packed { fields.append(field) }
        }
        return fields
    }
}

/// Walks over a block of packed fields; strings are passed over, not read.
private struct BlockReader {
    let block: [UInt8]
    var place = 0

    init(block: [UInt8]) { self.block = block }

    var isAtEnd: Bool { place >= block.count }

    /// The next field, or a change of the table's size, which is none; nil for what is neither.
    mutating func field() -> (packed: Packing.PackedField?, Void)? {
        let start = place
        let first = block[place]
        if first & 0x80 != 0 {
            // No field has the number 0 (6.1).
            guard let index = number(bits: 7), index > 0 else { return nil }
            return (Packing.PackedField(.indexed, isNameIndexed: true, size: place - start), ())
        }
        // 001xxxxx: the table has another size from here on (6.3).
        if first & 0xE0 == 0x20 { return number(bits: 5) == nil ? nil : (nil, ()) }
        let form: Packing.PackedField.Form = first & 0x40 != 0 ? .added : first & 0x10 != 0 ? .neverIndexed : .plain
        guard let index = number(bits: form == .added ? 6 : 4) else { return nil }
        // 0: the name is written out as well, before the value.
        if index == 0, !string() { return nil }
        guard string() else { return nil }
        return (Packing.PackedField(form, isNameIndexed: index > 0, size: place - start), ())
    }

    /// An integer whose first part has so many bits (5.1).
    private mutating func number(bits: UInt8) -> Int? {
        guard place < block.count else { return nil }
        // Swift shifts before it subtracts: so many ones.
        let mask = UInt8(1 << bits - 1)
        var value = Int(block[place] & mask)
        place += 1
        if value < Int(mask) { return value }
        // Four more bytes at most: no index and no length of a block needs them all.
        for shift in stride(from: 0, to: 28, by: 7) {
            guard place < block.count else { return nil }
            let byte = block[place]
            place += 1
            value += Int(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        return nil
    }

    /// Passes over a string (5.2).
    private mutating func string() -> Bool {
        guard let length = number(bits: 7), length <= block.count - place else { return false }
        place += length
        return true
    }
}
