/// One field line of a header or trailer section (RFC 9110 5): name and value, in the sender's capitals and order.
public struct Field: Hashable, Sendable {
    /// The name, a token; compared without regard to capitals.
    public var name: String
    /// The value without the white space around it.
    public var value: String

    /// A field of its parts.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

extension Field {
    /// Bytes of a header section as text: UTF-8 where they are that, else each byte the character of ISO 8859-1 that it
    /// once stood for (RFC 9110 5.5).
    public static func text(_ bytes: some Collection<UInt8>) -> String {
        String(validating: bytes, as: UTF8.self)
            ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }
}

extension Field {
    /// The items of a value that is a list of tokens, in small letters; commas and blanks are between them (RFC 9110 5.6.1).
    static func items(_ value: String) -> [String] {
        value.lowercased().split { $0 == "," || $0 == " " || $0 == "\t" }.map(String.init)
    }
}

extension [Field] {
    /// The items of every field of that name, which together are one list (RFC 9110 5.3).
    func list(of name: String) -> [String] { values(of: name).flatMap(Field.items) }

    /// The values of every field of that name, in any capitals, in order.
    public func values(of name: String) -> [String] {
        filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }

    /// The value of the first field of that name, in any capitals.
    public subscript(name: String) -> String? {
        first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
