import Testing

/// A file as the stretches of its bytes that are not 0: `place:hexadecimal`, a line each.
enum Stretches {
    static func bytes(_ text: String, count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: ":")
            var place = try #require(Int(parts[0]))
            var digits = parts[1][...]
            while !digits.isEmpty {
                bytes[place] = try #require(UInt8(digits.prefix(2), radix: 16))
                digits = digits.dropFirst(2)
                place += 1
            }
        }
        return bytes
    }
}
