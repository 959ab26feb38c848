import Testing

@testable import Profile

/// What MQTTX has written last stands in the `-wal` beside its database, which SQLite 3.40 has made here: a table with one
/// row; then a transaction that renames it, one that adds three and needs more pages, one that deletes the last.
@Suite("The journal beside a database") struct SQLiteJournalTests {
    /// The bytes that are not 0, each stretch behind its place.
    private static let database = """
        0:53514c69746520666f726d617420330002000202004020200000000200000002
        43:0100000004
        59:01
        95:02002e63010d00000001015f00015f
        351:811e0107172d2d01816f7461626c65436f6e6e656374696f6e456e74697479436f6e6e656374696f6e456e74697479024352\
        45415445205441424c452022436f6e6e656374696f6e456e746974792220282269642220766172636861722c20226e616d652220\
        766172636861722c2022686f73742220766172636861722c2022706f72742220696e74656765722c20226f726465724964222069\
        6e7465676572290d0000000101e90001e9
        1001:1501060f131f0209316f6c643132372e302e302e31075b
        """
    private static let journal = """
        0:377f0682002de218000002
        15:012b37fdb064e3757f86c83a3ebf17f54700000002000000022b37fdb064e3757fac316477d77a8e4a0d0000000101e50001e\
        5
        541:1901060f1b1f02093172656e616d65643132372e302e302e31075b00000001
        576:2b37fdb064e3757f83ce5703f5b1a95753514c69746520666f726d617420330002000202004020200000000200000004
        635:0100000004
        651:01
        687:02002e63010d00000001015f00015f
        943:811e0107172d2d01816f7461626c65436f6e6e656374696f6e456e74697479436f6e6e656374696f6e456e74697479024352\
        45415445205441424c452022436f6e6e656374696f6e456e746974792220282269642220766172636861722c20226e616d652220\
        766172636861722c2022686f73742220766172636861722c2022706f72742220696e74656765722c20226f726465724964222069\
        6e74656765722900000002
        1112:2b37fdb064e3757f6043b2d392ebe0ef050000000101fb
        1139:0401fb
        1638:030300000003
        1648:2b37fdb064e3757fee1e2b4f386aa81d0d0000000300370001e5010e0037
        1719:815403070f1783150201336c616220336c61622e6578616d706c652e776974682e612e6c6f6e672e6e616d652e736f2e746\
        861742e70616765732e73706c69742e6c61622e6578616d706c652e776974682e612e6c6f6e672e6e616d652e736f2e746861742\
        e70616765732e73706c69742e6c61622e6578616d706c652e776974682e612e6c6f6e672e6e616d652e736f2e746861742e70616\
        765732e73706c69742e6c61622e6578616d706c652e776974682e612e6c6f6e672e6e616d652e736f2e746861742e70616765732\
        e73706c69742e075b03815402070f1783150201326c616220326c61622e6578616d706c652e776974682e612e6c6f6e672e6e616\
        d652e736f2e746861742e70616765732e73706c69742e6c61622e6578616d706c652e776974682e612e6c6f6e672e6e616d652e7\
        36f2e746861742e70616765732e73706c69742e6c61622e6578616d706c652e776974682e612e6c6f6e672e6e616d652e736f2e7\
        46861742e70616765732e73706c69742e6c61622e6578616d706c652e776974682e612e6c6f6e672e6e616d652e736f2e7468617\
        42e70616765732e73706c69742e075a021901060f1b1f02093172656e616d65643132372e302e302e31075b00000004000000042\
        b37fdb064e3757f10fe9500dbbf7cb30d000000010129000129
        2497:815404070f1783150201346c616220346c61622e6578616d706c652e776974682e612e6c6f6e672e6e616d652e736f2e746\
        861742e70616765732e73706c69742e6c61622e6578616d706c652e776974682e612e6c6f6e672e6e616d652e736f2e746861742\
        e70616765732e73706c69742e6c61622e6578616d706c652e776974682e612e6c6f6e672e6e616d652e736f2e746861742e70616\
        765732e73706c69742e6c61622e6578616d706c652e776974682e612e6c6f6e672e6e616d652e736f2e746861742e70616765732\
        e73706c69742e075c0400000001
        2720:2b37fdb064e3757fc67e4d74edb1c5e753514c69746520666f726d617420330002000202004020200000000200000004000\
        00003000000020000000100000004
        2795:01
        2831:02002e63010d00000001015f00015f
        3087:811e0107172d2d01816f7461626c65436f6e6e656374696f6e456e74697479436f6e6e656374696f6e456e7469747902435\
        245415445205441424c452022436f6e6e656374696f6e456e746974792220282269642220766172636861722c20226e616d65222\
        0766172636861722c2022686f73742220766172636861722c2022706f72742220696e74656765722c20226f72646572496422206\
        96e74656765722900000002
        3256:2b37fdb064e3757f9e526d39775d24dc0d0000000300370001e5010e0037
        3327:815403070f1783150201336c616220336c61622e6578616d706c652e776974682e612e6c6f6e672e6e616d652e736f2e746\
        861742e70616765732e73706c69742e6c61622e6578616d706c652e776974682e612e6c6f6e672e6e616d652e736f2e746861742\
        e70616765732e73706c69742e6c61622e6578616d706c652e776974682e612e6c6f6e672e6e616d652e736f2e746861742e70616\
        765732e73706c69742e6c61622e6578616d706c652e776974682e612e6c6f6e672e6e616d652e736f2e746861742e70616765732\
        e73706c69742e075b03815402070f1783150201326c616220326c61622e6578616d706c652e776974682e612e6c6f6e672e6e616\
        d652e736f2e746861742e70616765732e73706c69742e6c61622e6578616d706c652e776974682e612e6c6f6e672e6e616d652e7\
        36f2e746861742e70616765732e73706c69742e6c61622e6578616d706c652e776974682e612e6c6f6e672e6e616d652e736f2e7\
        46861742e70616765732e73706c69742e6c61622e6578616d706c652e776974682e612e6c6f6e672e6e616d652e736f2e7468617\
        42e70616765732e73706c69742e075a021901060f1b1f02093172656e616d65643132372e302e302e31075b00000003
        3792:2b37fdb064e3757f3ca7fdd620ec86eb
        3815:0100000004
        4323:04000000042b37fdb064e3757f45a3dd395c36d85d
        """
    private static let frame = 24 + 512

    private static func files() throws -> (database: [UInt8], journal: [UInt8]) {
        (try Stretches.bytes(database, count: 1024), try Stretches.bytes(journal, count: 32 + 9 * frame))
    }

    private static func names(_ database: [UInt8], _ journal: [UInt8]) -> [String] {
        let rows = SQLiteFile(SQLiteJournal.applied(journal, to: database))?.rows(of: "ConnectionEntity") ?? []
        return rows.compactMap { if case .text(let name) = $0["name"] { name } else { nil } }
    }

    @Test("The last transaction that is whole counts, whatever is written of the next")
    func transactions() throws {
        let (database, journal) = try Self.files()
        #expect(Self.names(database, []) == ["old"])
        #expect(Self.names(database, Array(journal.prefix(32 + Self.frame))) == ["renamed"])
        // Four frames make the second transaction: three of them are nothing yet.
        #expect(Self.names(database, Array(journal.prefix(32 + 4 * Self.frame))) == ["renamed"])
        let added = ["renamed", "lab 2", "lab 3", "lab 4"]
        #expect(Self.names(database, Array(journal.prefix(32 + 5 * Self.frame))) == added)
        #expect(Self.names(database, Array(journal.prefix(32 + 5 * Self.frame + 100))) == added)
        #expect(Self.names(database, journal) == ["renamed", "lab 2", "lab 3"])
        // The file itself may still be empty.
        #expect(Self.names([], Array(journal.dropLast(Self.frame))) != [])
    }

    @Test("A frame that is torn or of an earlier round ends what counts; a journal of something else changes nothing")
    func torn() throws {
        let (database, journal) = try Self.files()
        func changed(_ place: Int) -> [String] {
            var other = journal
            other[place] ^= 1
            return Self.names(database, other)
        }
        #expect(changed(32 + 2 * Self.frame + 300) == ["renamed"])
        // Salts of a frame, its checksum, the number of its page.
        for place in [8, 16, 3] { #expect(changed(32 + Self.frame + place) == ["renamed"], "\(place)") }
        // Magic, version, size of pages, salts and checksum of the header.
        for place in [0, 5, 10, 17, 24] { #expect(changed(place) == ["old"], "\(place)") }
        var other = database
        (other[16], other[17]) = (4, 0)
        #expect(SQLiteJournal.applied(journal, to: other) == other)
    }

    @Test("Damaged bytes are no crash")
    func damaged() throws {
        let (database, journal) = try Self.files()
        var random = SystemRandomNumberGenerator()
        for _ in 0..<1000 {
            var other = journal
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                other[Int.random(in: 0..<other.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            other.removeLast(Int.random(in: 0..<other.count, using: &random))
            _ = Self.names(database, other)
        }
    }

    @Test("The importer reads both files, and once more where the journal was begun anew in between")
    func importing() throws {
        let (database, journal) = try Self.files()
        var read: [String] = []
        let whole = try MQTTXDatabase().bytes { ending in
            read.append(ending)
            return ending.isEmpty ? database : journal
        }
        #expect(read == ["-wal", "", "-wal"])
        #expect(whole == SQLiteJournal.applied(journal, to: database))
        let found = try MQTTXDatabase().read(whole, at: "/c/MQTTX/MQTTX.db")
        #expect(found.connections.map(\.name) == ["renamed", "lab 2", "lab 3"])
        // Without a journal it is the file.
        #expect(try MQTTXDatabase().bytes { $0.isEmpty ? database : nil } == database)
        var round: UInt8 = 0
        #expect(throws: ImportProblem.self) {
            try MQTTXDatabase().bytes { ending in
                if ending.isEmpty { round += 1 }
                var other = journal
                other[16] = round
                return ending.isEmpty ? database : other
            }
        }
        #expect(round == 3)
    }
}
