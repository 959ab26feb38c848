import Testing

@testable import REST

@Suite("How fields travel over HTTP/2") struct PackingTests {
    private func bytes(_ hex: String) -> [UInt8] {
        let digits = Array(hex.filter { !$0.isWhitespace })
        return stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0...($0 + 1)]), radix: 16) }
    }

    /// `i` by number, `a` added, `p` plain, `n` never; a capital where a number stands for the name.
    private func words(_ hex: String) -> String? {
        Packing.fields(bytes(hex))?.map { field in
            let letter =
                switch field.form {
                case .indexed: "i"
                case .added: field.isNameIndexed ? "A" : "a"
                case .plain: field.isNameIndexed ? "P" : "p"
                case .neverIndexed: field.isNameIndexed ? "N" : "n"
                }
            return "\(letter)\(field.size)"
        }.joined(separator: " ")
    }

    @Test("The examples of RFC 7541, C.2 to C.4")
    func examples() {
        // custom-key: custom-header; :path /sample/path; password: secret; :method GET
        #expect(words("400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572") == "a26")
        #expect(words("040c 2f73 616d 706c 652f 7061 7468") == "P14")
        #expect(words("1008 7061 7373 776f 7264 0673 6563 7265 74") == "n17")
        #expect(words("82") == "i1")
        // Three requests on one connection, without and with Huffman.
        #expect(words("8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d") == "i1 i1 i1 A17")
        #expect(words("8286 84be 5808 6e6f 2d63 6163 6865") == "i1 i1 i1 i1 A10")
        #expect(
            words("8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65")
                == "i1 i1 i1 i1 a25")
        #expect(words("8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff") == "i1 i1 i1 A14")
        // A change of the table's size is no field.
        #expect(words("3fe1 1f82") == "i1")
    }

    @Test(
        "What is cut or too long is no block",
        arguments: ["40", "400a63", "80", "ffffffffffff", "7fffffffff0f", "04"])
    func broken(hex: String) {
        #expect(words(hex) == nil)
    }

    @Test("Blocks are found in frames however they are cut, with padding, priority and continuation")
    func frames() {
        let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
        let settings = bytes("000006 04 00 00000000 000300000064")
        let data = bytes("000003 00 01 00000001 616263")
        // PADDED and PRIORITY, then one that goes on in CONTINUATION, then one of nothing.
        let first = bytes("00000a 01 2c 00000001 02 8000000010 8286 0000")
        let second = bytes("000001 01 01 00000003 82") + bytes("000002 09 04 00000003 8684")
        let third = bytes("000000 01 05 00000005")
        let all = preface + settings + first + data + second + third
        for size in [1, 2, 7, all.count] {
            var reader = FieldBlocks(ofClient: true)
            var found: [String] = []
            for start in stride(from: 0, to: all.count, by: size) {
                reader.take(all[start..<min(start + size, all.count)]) { stream, block in
                    found.append("\(stream):\(block.map { String($0, radix: 16) }.joined())")
                }
            }
            #expect(found == ["1:8286", "3:828684", "5:"], "in pieces of \(size)")
        }
    }

    @Test("Frames that say more than they are do no harm")
    func hostile() {
        var reader = FieldBlocks(ofClient: false)
        var blocks = 0
        for byte in [UInt8](repeating: 0xFF, count: 4096) + bytes("000001 01 2c 00000001 ff") {
            reader.take([byte]) { _, _ in blocks += 1 }
        }
        var small = FieldBlocks(ofClient: false)
        small.take(bytes("000001 01 2c 00000001 ff")) { _, block in
            #expect(block.isEmpty)
            blocks += 1
        }
        #expect(blocks == 1)
    }
}
