/// Reads the header blocks of a connection (RFC 7541), byte by byte as they are: what is in a field need not be UTF-8.
struct HeaderBlockReader {
    /// Why a block cannot be read; the connection cannot go on then (RFC 7541 2.3).
    enum Problem: Error, Equatable {
        /// It breaks HPACK; in which way.
        case broken(String)
        /// It has more bytes of fields than are read.
        case tooLarge
    }

    private var table = HeaderTable()
    /// The most bytes of fields in a block, each counted with 32 more.
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    /// The fields of a block, pseudo-header fields first as they came.
    mutating func read(_ block: some RandomAccessCollection<UInt8>) throws(Problem) -> [HeaderTable.Entry] {
        var rest = Array(block)[...]
        var fields: [HeaderTable.Entry] = []
        var size = 0
        while let first = rest.first {
            if first & 0xE0 == 0x20 {
                // The size of the table may change before the first field only (RFC 7541 4.2).
                guard fields.isEmpty, table.resize(to: try number(&rest, bits: 5)) else {
                    throw .broken("the size of its table cannot be changed there, or so far")
                }
                continue
            }
            let entry: HeaderTable.Entry
            if first & 0x80 != 0 {
                guard let known = table[try number(&rest, bits: 7)] else { throw .broken("it names no field") }
                entry = known
            } else {
                // 01: kept in the table, six bits of number; 0000 and 0001: not kept, four bits (RFC 7541 6.2).
                let isKept = first & 0x40 != 0
                let place = try number(&rest, bits: isKept ? 6 : 4)
                var name: [UInt8] = []
                if place == 0 {
                    name = try string(&rest)
                } else if let known = table[place] {
                    name = known.name
                } else {
                    throw .broken("it names no field")
                }
                entry = HeaderTable.Entry(name: name, value: try string(&rest))
                if isKept { table.add(entry) }
            }
            size += entry.size
            guard size <= limit else { throw .tooLarge }
            fields.append(entry)
        }
        return fields
    }

    /// A number whose first bits are in the byte that comes next (RFC 7541 5.1).
    private func number(_ rest: inout ArraySlice<UInt8>, bits: Int) throws(Problem) -> Int {
        guard let first = rest.popFirst() else { throw .broken("it ends within a number") }
        // Swift shifts before it subtracts: so many ones.
        let mask = 1 << bits - 1
        var value = Int(first) & mask
        guard value == mask else { return value }
        var shift = 0
        while let next = rest.popFirst() {
            value += Int(next & 0x7F) << shift
            // No number of a block is that large.
            guard value <= 1 << 28 else { throw .broken("it has a number of no use") }
            if next & 0x80 == 0 { return value }
            shift += 7
            guard shift <= 28 else { throw .broken("it has a number of no use") }
        }
        throw .broken("it ends within a number")
    }

    /// A string, in Huffman's code or as it is (RFC 7541 5.2).
    private func string(_ rest: inout ArraySlice<UInt8>) throws(Problem) -> [UInt8] {
        let isCoded = (rest.first ?? 0) & 0x80 != 0
        let count = try number(&rest, bits: 7)
        guard count <= rest.count else { throw .broken("it ends within a string") }
        defer { rest = rest.dropFirst(count) }
        let bytes = rest.prefix(count)
        guard isCoded else { return Array(bytes) }
        // Five bits at least are a byte.
        guard let decoded = HeaderHuffman.decode(bytes, limit: min(limit, count * 8 / 5)) else {
            throw .broken("a string in it is in no Huffman code")
        }
        return decoded
    }
}
