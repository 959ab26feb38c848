/// JSON line by line: a value on each (NDJSON, JSON Lines), and the sequences of RFC 7464.
public struct JSONLines {
    /// How many values there are.
    public private(set) var count = 0
    /// What is wrong with the first line that is no value, in words; nil when each is one.
    public private(set) var flaw: String?

    /// Bytes that are read at most; a line that they end in does not count.
    private static let reach = 1 << 20

    /// Looks at each line; empty ones are none.
    public init(_ bytes: PayloadBytes) {
        bytes.withBytes { all in
            let start = UnsafeRawBufferPointer(rebasing: all.prefix(Self.reach))
            var number = 0
            var rest = start[...]
            while !rest.isEmpty, flaw == nil {
                let end = rest.firstIndex(of: 0x0A)
                if end == nil, start.count < all.count { return }
                number += 1
                var line = rest[..<(end ?? rest.endIndex)]
                rest = end.map { rest[($0 + 1)...] } ?? rest[rest.endIndex...]
                // The mark of a record.
                if line.first == 0x1E { line = line.dropFirst() }
                guard line.contains(where: { $0 > 0x20 }) else { continue }
                look(at: UnsafeRawBufferPointer(rebasing: line), number, bytes)
            }
        }
    }

    private mutating func look(at line: UnsafeRawBufferPointer, _ number: Int, _ owner: PayloadBytes) {
        let text = TypedText(PayloadBytes(owner: owner, line), as: .json)
        text.advance(units: line.count)
        guard let found = text.flaw else { return count += 1 }
        flaw = "\(found.words) in line \(number)"
    }
}
