/// One value of a `Link` field or of a document of links (RFC 8288 3, RFC 6690 2): a target and its parameters.
public struct LinkValue: Hashable, Sendable {
    /// What stands between the angle brackets, nothing resolved.
    public var target: String
    /// The parameters in their order, names in small letters; a parameter without a value has nil.
    public var parameters: [Parameter]

    /// A parameter of a link.
    public struct Parameter: Hashable, Sendable {
        /// The name in small letters.
        public var name: String
        /// The value, quotes and escapes resolved; nil when it has none.
        public var value: String?
    }

    /// The first parameter of a name: those that follow are ignored for `rel`, `type`, `media` and `title`
    /// (RFC 8288 3.3, 3.4.1).
    public subscript(name: String) -> String? {
        parameters.first { $0.name == name }.map { $0.value ?? "" }
    }
}
