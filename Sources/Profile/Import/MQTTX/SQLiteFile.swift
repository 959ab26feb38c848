/// The rows of tables in a file of SQLite (format 3, https://www.sqlite.org/fileformat2.html), as far as other programs
/// keep their settings so. Reads only; what is not yet in the file but in its `-wal` is put there by ``SQLiteJournal``.
///
/// The bytes are another program's: every place is checked, no page is visited twice, and rows and sizes are bounded.
struct SQLiteFile {
    /// What stands in a column.
    enum Value: Equatable {
        case null
        case integer(Int)
        case text(String)
        /// A number with a fraction, or bytes.
        case other
    }

    /// The most rows of a table, and the most bytes of one.
    private static let mostRows = 10_000
    private static let largestRow = 1 << 20

    private let bytes: [UInt8]
    private let pageSize: Int
    /// The bytes of a page that are used.
    private let usable: Int

    /// The bytes of a page as the header says; nil where there is none.
    static func pageSize(of bytes: [UInt8]) -> Int? {
        guard bytes.count >= 512, bytes.starts(with: Array("SQLite format 3\0".utf8)) else { return nil }
        let size = Int(bytes[16]) << 8 | Int(bytes[17])
        // 65,536 does not fit into two bytes (section 1.3.2).
        return size == 1 ? 65_536 : size
    }

    /// A file in a text encoding that is UTF-8; nil for what is none.
    init?(_ bytes: [UInt8]) {
        guard let size = Self.pageSize(of: bytes) else { return nil }
        pageSize = size
        // Bytes at the end of each page that are kept for extensions (1.3.4).
        usable = pageSize - Int(bytes[20])
        // A power of two, at least 480 usable bytes, and UTF-8 (1), or 0 of a file without text.
        guard (512...65_536).contains(pageSize), pageSize & (pageSize - 1) == 0, usable >= 480, bytes[59] <= 1 else {
            return nil
        }
        self.bytes = bytes
    }

    /// The rows of a table by the names of their columns; nil where there is no such table.
    func rows(of table: String) -> [[String: Value]]? {
        // The schema is a table of its own: type, name, table, root page, statement (section 2.6).
        for row in records(ofTableAt: 1) where row.count >= 5 {
            guard row[0] == .text("table"), row[1] == .text(table), case .integer(let root) = row[3],
                case .text(let statement) = row[4]
            else { continue }
            let names = Self.columns(of: statement)
            // A row may be shorter than the table: columns that were added later have no value in it.
            return records(ofTableAt: root).map { Dictionary(zip(names, $0)) { $1 } }
        }
        return nil
    }

    // MARK: - Pages

    private func records(ofTableAt root: Int) -> [[Value]] {
        var records: [[Value]] = []
        var waiting = [root]
        var seen: Set<Int> = []
        while let page = waiting.popLast(), records.count < Self.mostRows {
            // Pages are numbered from 1. One that was seen would lead in a circle.
            guard page > 0, page <= bytes.count / pageSize, seen.insert(page).inserted else { continue }
            let start = (page - 1) * pageSize
            // The first page begins with the header of the file.
            let header = start + (page == 1 ? 100 : 0)
            // 0x0D is a leaf of a table, 0x05 an inner page (1.6); indices are not walked.
            let isLeaf = bytes[header] == 0x0D
            guard isLeaf || bytes[header] == 0x05 else { continue }
            let count = number(at: header + 3, 2)
            // Four bytes more for the rightmost child.
            let cells = header + (isLeaf ? 8 : 12)
            guard cells + 2 * count <= start + pageSize else { continue }
            let places = (0..<count).map { start + number(at: cells + 2 * $0, 2) }
            if isLeaf {
                for place in places {
                    if let payload = payload(at: place, pageEnd: start + usable) {
                        records.append(Self.record(payload))
                    }
                }
            } else {
                // The rightmost child stands in the header; the stack has the first child on top.
                waiting.append(number(at: header + 8, 4))
                waiting += places.reversed().filter { $0 + 4 <= start + pageSize }.map { number(at: $0, 4) }
            }
        }
        return records
    }

    private func number(at place: Int, _ size: Int) -> Int {
        guard place >= 0, place + size <= bytes.count else { return 0 }
        return bytes[place..<place + size].reduce(0) { $0 << 8 | Int($1) }
    }

    /// What a cell of a leaf holds, with what of it stands on pages of its own (section 1.6).
    private func payload(at place: Int, pageEnd: Int) -> [UInt8]? {
        var place = place
        guard let size = Self.varint(bytes, &place, pageEnd), Self.varint(bytes, &place, pageEnd) != nil,
            (1...Self.largestRow).contains(size)
        else { return nil }
        // The largest payload that stands on the page as a whole (1.6); of a longer one `rest` or `least` bytes do.
        let most = usable - 35
        guard size > most else {
            return place + size <= pageEnd ? Array(bytes[place..<place + size]) : nil
        }
        let least = (usable - 12) * 32 / 255 - 23
        let rest = least + (size - least) % (usable - 4)
        let here = rest <= most ? rest : least
        guard place + here + 4 <= pageEnd else { return nil }
        var payload = Array(bytes[place..<place + here])
        var next = number(at: place + here, 4)
        while payload.count < size {
            let start = (next - 1) * pageSize
            guard next > 0, start + usable <= bytes.count else { return nil }
            // Each turn takes some bytes: a chain that comes back to itself ends with the size.
            payload += bytes[(start + 4)..<(start + 4 + min(size - payload.count, usable - 4))]
            next = number(at: start, 4)
        }
        return payload
    }

    // MARK: - Records

    /// Big-endian, seven bits a byte, nine bytes at most, the last with all eight.
    private static func varint(_ bytes: [UInt8], _ place: inout Int, _ end: Int) -> Int? {
        var value = 0
        for count in 1...9 {
            guard place < min(end, bytes.count) else { return nil }
            let byte = bytes[place]
            place += 1
            if count == 9 { return value << 8 | Int(byte) }
            value = value << 7 | Int(byte & 0x7F)
            if byte < 0x80 { return value }
        }
        return nil
    }

    /// The columns of a row (section 2.1): their kinds first, then their bytes.
    private static func record(_ bytes: [UInt8]) -> [Value] {
        var place = 0
        guard let end = varint(bytes, &place, bytes.count), end <= bytes.count, end >= place else { return [] }
        var content = end
        var values: [Value] = []
        while place < end, let kind = varint(bytes, &place, end) {
            // Null, integers of one to eight bytes, a float, 0 and 1 without a byte, two that are reserved; then bytes and texts.
            let sizes = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0]
            let size = kind >= 0 && kind < 12 ? sizes[kind] : kind >= 12 ? (kind - 12) / 2 : -1
            guard size >= 0, size <= bytes.count - content else { return values }
            let part = bytes[content..<content + size]
            content += size
            switch kind {
            case 0: values.append(.null)
            case 1...6:
                let start = part.first.map { $0 >= 0x80 ? -1 : 0 } ?? 0
                values.append(.integer(part.reduce(start) { $0 << 8 | Int($1) }))
            // 0 and 1 without a byte of their own.
            case 8, 9: values.append(.integer(kind - 8))
            case let kind where kind >= 13 && kind % 2 == 1: values.append(.text(String(decoding: part, as: UTF8.self)))
            default: values.append(.other)
            }
        }
        return values
    }

    // MARK: - The statement

    /// The names of the columns that `CREATE TABLE` says, in their order.
    static func columns(of statement: String) -> [String] {
        guard let open = statement.firstIndex(of: "(") else { return [] }
        var names: [String] = []
        var depth = 0
        var part = ""
        var quote: Character?
        func finish() {
            let text = part.drop { $0.isWhitespace }
            let closing: [Character: Character] = ["\"": "\"", "`": "`", "[": "]", "'": "'"]
            if let first = text.first, let end = closing[first] {
                names.append(String(text.dropFirst().prefix { $0 != end }))
            } else if let word = text.split(whereSeparator: \.isWhitespace).first,
                !["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"].contains(word.uppercased())
            {
                names.append(String(word))
            }
            part = ""
        }
        for character in statement[open...].dropFirst() {
            if let end = quote {
                if character == end { quote = nil }
            } else {
                switch character {
                case "\"", "'", "`": quote = character
                case "(": depth += 1
                case ")":
                    depth -= 1
                    if depth < 0 {
                        finish()
                        return names
                    }
                case "," where depth == 0:
                    finish()
                    continue
                default: break
                }
            }
            part.append(character)
        }
        return names
    }
}
