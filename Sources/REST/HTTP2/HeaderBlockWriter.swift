/// Writes a header block whose fields stand there in full, so that who reads it needs no table.
enum HeaderBlockWriter {
    static func block(of fields: [HeaderTable.Entry]) -> [UInt8] {
        var block: [UInt8] = []
        for field in fields {
            // Without indexing, by a new name (RFC 7541 6.2.2).
            block.append(0)
            for bytes in [field.name, field.value] {
                add(bytes.count, to: &block)
                block += bytes
            }
        }
        return block
    }

    private static func add(_ number: Int, to block: inout [UInt8]) {
        // A prefix of seven bits (RFC 7541 5.1); the eighth stays 0, which says that Huffman's code is not used.
        guard number >= 0x7F else { return block.append(UInt8(number)) }
        block.append(0x7F)
        var rest = number - 0x7F
        while rest >= 0x80 {
            block.append(UInt8(rest & 0x7F | 0x80))
            rest >>= 7
        }
        block.append(UInt8(rest))
    }
}
