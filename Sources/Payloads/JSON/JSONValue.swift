import Text

/// A JSON value that loses nothing: members in their order and as often as they stand, numbers and strings as written.
///
/// For documents that martlet keeps and writes back, such as the profile. Payloads on the screen are never made into
/// values: ``Document`` reads their bytes in place.
public struct JSONValue: Sendable {
    /// What it is.
    public enum Content: Sendable {
        /// `null`
        case null
        /// `true` or `false`
        case bool(Bool)
        /// A number as written (RFC 8259 6).
        case number(String)
        /// What stands between the quotes, escapes as written; ``JSONValue/text`` reads it.
        case string(String)
        /// The elements in order.
        case array([JSONValue])
        /// The members in order, a repeated name as often as it stands.
        case object([JSONMember])
    }

    /// What it is.
    public var content: Content
    /// Where it starts in the bytes it was read from; -1 when it was made.
    public var offset: Int

    /// A value.
    public init(_ content: Content, offset: Int = -1) {
        self.content = content
        self.offset = offset
    }

    /// A string of a plain text.
    public init(text: String) {
        self.init(.string(JSONString.escaped(text)))
    }

    /// A whole number.
    public init(number: Int) {
        self.init(.number("\(number)"))
    }

    /// The plain text of a string; half a surrogate pair becomes U+FFFD. Nil when it is no string.
    public var text: String? {
        if case .string(let raw) = content { JSONText.plain(raw) } else { nil }
    }

    /// The members of an object; nil when it is none.
    public var members: [JSONMember]? {
        if case .object(let members) = content { members } else { nil }
    }

    /// The elements of an array; nil when it is none.
    public var elements: [JSONValue]? {
        if case .array(let elements) = content { elements } else { nil }
    }

    /// The value of a member; of several with one name the last. Nil when there is none, or this is no object.
    public subscript(name: String) -> JSONValue? {
        members?.last { $0.name == name }?.value
    }

    /// What it is, for a sentence: `a string`, `an object`.
    public var kindInWords: String {
        switch content {
        case .null: "null"
        case .bool: "true or false"
        case .number: "a number"
        case .string: "a string"
        case .array: "a list"
        case .object: "an object"
        }
    }
}

/// One name and its value in an object.
public struct JSONMember: Equatable, Sendable {
    /// The name, escapes resolved.
    public var name: String
    /// The value.
    public var value: JSONValue
    /// Where the name starts in the bytes it was read from; -1 when it was made.
    public var offset: Int

    /// A member of its parts.
    public init(_ name: String, _ value: JSONValue, offset: Int = -1) {
        self.name = name
        self.value = value
        self.offset = offset
    }

    /// The same name and the same value, wherever they stand.
    public static func == (one: JSONMember, other: JSONMember) -> Bool {
        one.name == other.name && one.value == other.value
    }
}

extension JSONValue: Equatable {
    /// The same value, wherever it stands and however its text is escaped; numbers are the same when written the same.
    public static func == (one: JSONValue, other: JSONValue) -> Bool {
        switch (one.content, other.content) {
        case (.null, .null): true
        case (.bool(let a), .bool(let b)): a == b
        case (.number(let a), .number(let b)): a == b
        case (.string(let a), .string(let b)): a == b || JSONText.plain(a) == JSONText.plain(b)
        case (.array(let a), .array(let b)): a == b
        case (.object(let a), .object(let b)): a == b
        default: false
        }
    }
}
