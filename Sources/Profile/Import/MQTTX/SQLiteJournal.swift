/// What a program has written to the `-wal` beside a database and not yet into it (write-ahead log, format 3007000,
/// https://www.sqlite.org/fileformat2.html section 4).
///
///     header ── frame (page) ── frame, ends a transaction ── frame ... what is left of an earlier round
///     └─ what it says of salts and checksums holds for each frame up to the first that is of another round or torn
///
/// The bytes are another program's: every place is checked, and no size is believed beyond them.
enum SQLiteJournal {
    private static let headerSize = 32
    private static let frameHeaderSize = 24

    /// The database as a reader of both files sees it: the last version of each page up to the last transaction that is
    /// whole. A journal that is none, or of another database, changes nothing.
    static func applied(_ journal: [UInt8], to database: [UInt8]) -> [UInt8] {
        guard journal.count > headerSize, let round = Round(journal) else { return database }
        // The journal of a file that has another size of pages was left there by something else.
        if let size = SQLiteFile.pageSize(of: database), size != round.pageSize { return database }
        guard let end = round.committed(journal) else { return database }
        var whole = database
        // No more than both files hold: the size is another program's word.
        let size = min(end.pages * round.pageSize, database.count + journal.count)
        if whole.count < size { whole += [UInt8](repeating: 0, count: size - whole.count) }
        for (page, place) in end.places {
            let start = (page - 1) * round.pageSize
            guard start + round.pageSize <= size else { continue }
            whole.replaceSubrange(start..<start + round.pageSize, with: journal[place..<place + round.pageSize])
        }
        // A transaction that gave pages back has made the file shorter.
        return Array(whole.prefix(size))
    }

    /// What the header says: it holds until the journal is begun anew.
    private struct Round {
        let pageSize: Int
        /// Whether checksums are over numbers with the high byte first; the numbers of the headers always are (4.2).
        private let isBigEndian: Bool
        private let salts: ArraySlice<UInt8>
        private let checksum: Checksum

        init?(_ bytes: [UInt8]) {
            let magic = number(bytes, 0)
            // The lowest bit says in which order of bytes the sums are (4.1).
            guard magic & ~1 == 0x377F_0682, number(bytes, 4) == 3_007_000 else { return nil }
            isBigEndian = magic & 1 == 1
            pageSize = Int(number(bytes, 8))
            guard (512...65_536).contains(pageSize), pageSize & (pageSize - 1) == 0 else { return nil }
            salts = bytes[16..<24]
            var sum = Checksum()
            sum.add(bytes[0..<24], isBigEndian: isBigEndian)
            guard sum == Checksum(bytes, at: 24) else { return nil }
            checksum = sum
        }

        /// The pages of the database behind the last whole transaction, and where the newest of each stands; nil where no
        /// transaction is whole.
        func committed(_ bytes: [UInt8]) -> (pages: Int, places: [Int: Int])? {
            var found: (pages: Int, places: [Int: Int])?
            var places: [Int: Int] = [:]
            var sum = checksum
            var frame = headerSize
            while frame + frameHeaderSize + pageSize <= bytes.count, bytes[frame + 8..<frame + 16] == salts {
                let page = frame + frameHeaderSize
                // Of the frame's header the page number and the size alone; then the page (4.2). The sum goes on from
                // frame to frame.
                sum.add(bytes[frame..<frame + 8], isBigEndian: isBigEndian)
                sum.add(bytes[page..<page + pageSize], isBigEndian: isBigEndian)
                // From the first torn frame on nothing was written in this round.
                guard sum == Checksum(bytes, at: frame + 16), number(bytes, frame) > 0 else { break }
                places[Int(number(bytes, frame))] = page
                // Only the frame that ends a transaction says how large the database then is.
                let pages = Int(number(bytes, frame + 4))
                if pages > 0 { found = (pages, places) }
                frame = page + pageSize
            }
            return found
        }
    }

    /// Two sums, each of which goes into the other (4.2).
    private struct Checksum: Equatable {
        private var first: UInt32 = 0
        private var second: UInt32 = 0

        init() {}

        init(_ bytes: [UInt8], at place: Int) { (first, second) = (number(bytes, place), number(bytes, place + 4)) }

        /// Adds bytes, of which there is a multiple of eight.
        mutating func add(_ bytes: ArraySlice<UInt8>, isBigEndian: Bool) {
            bytes.withUnsafeBytes { buffer in
                for place in stride(from: 0, to: buffer.count - 7, by: 8) {
                    let words = buffer.loadUnaligned(fromByteOffset: place, as: (UInt32, UInt32).self)
                    first &+= (isBigEndian ? UInt32(bigEndian: words.0) : UInt32(littleEndian: words.0)) &+ second
                    second &+= (isBigEndian ? UInt32(bigEndian: words.1) : UInt32(littleEndian: words.1)) &+ first
                }
            }
        }
    }

    private static func number(_ bytes: [UInt8], _ place: Int) -> UInt32 {
        bytes[place..<place + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
}
