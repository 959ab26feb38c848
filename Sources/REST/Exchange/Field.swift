import Text

/// One field line of a header or trailer section (RFC 9110 5): name and value, in the sender's capitals and order.
public struct Field: Hashable, Sendable {
    /// The name, a token; compared without regard to capitals.
    public var name: String
    /// The value without the white space around it.
    public var value: String
    /// Whether the value came as ISO 8859-1, each byte of it one character.
    public var isLatin = false

    /// A field of its parts.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

extension Field {
    /// A field of bytes as they came.
    init(name: [UInt8], value: [UInt8]) {
        self.init(Self.text(name), Self.text(value))
        isLatin = String(validating: value, as: UTF8.self) == nil
    }

    /// The value as it came.
    var bytes: [UInt8] {
        // A secret's place is taken by characters that are in no byte.
        guard isLatin, value.unicodeScalars.allSatisfy({ $0.value < 0x100 }) else { return Array(value.utf8) }
        return value.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    }

    /// Bytes of a header section as text: UTF-8 where they are that, else each byte the character of ISO 8859-1 that it
    /// once stood for (RFC 9110 5.5).
    public static func text(_ bytes: some Collection<UInt8>) -> String {
        String(validating: bytes, as: UTF8.self)
            ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }
}

extension [Field] {
    /// The tokens of every field of that name, which together are one list (RFC 9110 5.3), in small letters.
    public func list(of name: String) -> [String] { values(of: name).flatMap(FieldList.tokens) }

    /// The items of every field of that name, as they are written: each may have parameters and quotes.
    public func items(of name: String) -> [String] { values(of: name).flatMap(FieldList.items).map(String.init) }

    /// The values of every field of that name, in any capitals, in order.
    public func values(of name: String) -> [String] {
        filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }

    /// The value of the first field of that name, in any capitals.
    public subscript(name: String) -> String? {
        first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
