/// Small letters that are looked for in names, as the bytes that they are in the program.
struct SecretNamePart: ExpressibleByStringLiteral, Sendable {
    private let text: StaticString
    /// Which letters it has, a bit for each.
    let letters: UInt32

    init(stringLiteral text: StaticString) {
        self.text = text
        letters = text.withUTF8Buffer { $0.reduce(0) { $0 | Self.bit($1) } }
    }

    var count: Int { text.utf8CodeUnitCount }
    var start: UnsafePointer<UInt8> { text.utf8Start }
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }

    static func bit(_ letter: UInt8) -> UInt32 { 1 << UInt32(letter & 0x1F) }
}
