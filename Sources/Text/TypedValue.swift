/// A value with parameters, as Content-Type and Accept have them (RFC 9110 5.6.6, 8.3.1): `text/plain; charset=utf-8`.
public struct TypedValue: Hashable, Sendable {
    /// What stands before the parameters, in small letters: type and subtype.
    public let name: String
    private let parameters: [[String]]

    /// Takes a value apart.
    public init(_ text: some StringProtocol) {
        let parts = FieldList.parts(Substring(text), at: ";", keepsEmpty: true)
        name = parts[0].lowercased()
        parameters = parts.dropFirst().compactMap { part in
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2 else { return nil }
            return [pair[0].trimming(\.isFieldBlank).lowercased(), FieldList.unquoted(pair[1])]
        }
    }

    /// The first parameter of that name, in small letters, as it was written but for its quotes; nil for none.
    public subscript(parameter: String) -> String? { parameters.first { $0[0] == parameter }?[1] }

    /// Whether it is JSON line by line: NDJSON, JSON Lines.
    public var isJSONLines: Bool {
        [
            "application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonl",
            "application/jsonlines", "application/x-jsonlines", "application/stream+json",
        ].contains(name)
    }

    /// Whether it is JSON in records that begin with a control character (RFC 7464, RFC 8091).
    public var isJSONSequence: Bool { name == "application/json-seq" || name.hasSuffix("+json-seq") }
}
