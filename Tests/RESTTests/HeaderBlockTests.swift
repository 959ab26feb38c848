import Testing

@testable import REST

@Suite("Header blocks of HTTP/2") struct HeaderBlockTests {
    private func bytes(_ hex: String) -> [UInt8] {
        let digits = hex.filter { $0 != " " }
        return stride(from: 0, to: digits.count, by: 2).compactMap { at in
            let start = digits.index(digits.startIndex, offsetBy: at)
            return UInt8(digits[start..<digits.index(start, offsetBy: 2)], radix: 16)
        }
    }

    private func lines(_ fields: [HeaderTable.Entry]) -> [String] {
        fields.map { "\(String(decoding: $0.name, as: UTF8.self)): \(String(decoding: $0.value, as: UTF8.self))" }
    }

    @Test("the answers of RFC 7541 C.5 and C.6, whose table is evicted from, plain and in Huffman's code")
    func examples() throws {
        let plain = [
            """
            4803333032580770726976617465611d4d6f6e2c203231204f637420323031332032303a31333a323120474d546e1768747470
            733a2f2f7777772e6578616d706c652e636f6d
            """,
            "4803333037c1c0bf",
            """
            88c1611d4d6f6e2c203231204f637420323031332032303a31333a323220474d54c05a04677a69707738666f6f3d4153444a4b48
            514b425a584f5157454f50495541585157454f49553b206d61782d6167653d333630303b2076657273696f6e3d31
            """,
        ]
        let coded = [
            "488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad171863c78f0b97c8e9ae82ae43d3",
            "4883640effc1c0bf",
            """
            88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7821dd7f2e6c7b335dfdfcd5b3960d5af27087f
            3672c1ab270fb5291f9587316065c003ed4ee5b1063d5007
            """,
        ]
        let first = [
            ":status: 302", "cache-control: private", "date: Mon, 21 Oct 2013 20:13:21 GMT",
            "location: https://www.example.com",
        ]
        let third = [
            ":status: 200", "cache-control: private", "date: Mon, 21 Oct 2013 20:13:22 GMT",
            "location: https://www.example.com", "content-encoding: gzip",
            "set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1",
        ]
        for blocks in [plain, coded] {
            // The examples have a table of 256 bytes.
            var reader = HeaderBlockReader(limit: 4096)
            _ = try reader.read(bytes("3fe101"))
            let read = try blocks.map { try reader.read(bytes($0.filter { !$0.isWhitespace })) }.map(lines)
            #expect(read[0] == first)
            #expect(read[1] == [":status: 307"] + first.dropFirst())
            #expect(read[2] == third)
        }
    }

    @Test("bytes that are no UTF-8 stay, plain, coded and from the table")
    func latin() throws {
        var reader = HeaderBlockReader(limit: 4096)
        let name = Array("x".utf8)
        let value: [UInt8] = [0x67, 0x72, 0xFC, 0x6E]
        #expect(try reader.read([0x40, 1] + name + [4] + value) == [.init(name: name, value: value)])
        #expect(try reader.read([0xBE]) == [.init(name: name, value: value)])
        #expect(HeaderHuffman.decode(bytes("9acfffffdd57"), limit: 10) == value)
        #expect(HeaderHuffman.decode([], limit: 1) == [])
    }

    @Test("what is written stands there in full and is read again")
    func written() throws {
        let fields = [
            HeaderTable.Entry(name: Array(":status".utf8), value: Array("200".utf8)),
            HeaderTable.Entry(name: Array("a".utf8), value: Array(repeating: 0x62, count: 300)),
            HeaderTable.Entry(name: Array("e".utf8), value: []),
        ]
        var reader = HeaderBlockReader(limit: 4096)
        #expect(try reader.read(HeaderBlockWriter.block(of: fields)) == fields)
        #expect(throws: HeaderBlockReader.Problem.broken("it names no field")) { try reader.read([0xBE]) }
    }

    @Test(
        "what breaks the rules is refused",
        arguments: [
            ("80", "it names no field"), ("be", "it names no field"), ("7f00", "it names no field"),
            ("ffffffffffff0f", "it has a number of no use"), ("ff", "it ends within a number"),
            ("4003", "it ends within a string"), ("400161", "it ends within a number"),
            ("3fe21f", "the size of its table cannot be changed there, or so far"),
            ("8820", "the size of its table cannot be changed there, or so far"),
            ("4081ff00", "a string in it is in no Huffman code"),
            ("4084ffffffff00", "a string in it is in no Huffman code"),
            ("40811800", "a string in it is in no Huffman code"),
        ])
    func broken(hex: String, words: String) {
        var reader = HeaderBlockReader(limit: 4096)
        #expect(throws: HeaderBlockReader.Problem.broken(words)) { try reader.read(bytes(hex)) }
    }

    @Test("a block that unpacks to more than it may is no block, however short it is")
    func bomb() throws {
        var reader = HeaderBlockReader(limit: 10_000)
        let long: [UInt8] = [0x40, 1, 0x61, 0x7F, 0x81, 0x0F] + [UInt8](repeating: 0x62, count: 0x7F + 0x781)
        #expect(try reader.read(long).count == 1)
        #expect(throws: HeaderBlockReader.Problem.tooLarge) { try reader.read([UInt8](repeating: 0xBE, count: 100)) }
    }

    @Test("nothing that comes makes it trap")
    func hostile() {
        var state: UInt64 = 7
        for _ in 0..<20_000 {
            var reader = HeaderBlockReader(limit: 2000)
            var block: [UInt8] = []
            for _ in 0..<Int.random(in: 0..<40) {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                block.append(UInt8(state >> 56))
            }
            _ = try? reader.read(block)
        }
    }
}
