extension Secret {
    /// Whether the value itself stands here. A template that is all of it says where the value is, as a reference does.
    public var isLiteral: Bool {
        guard case .literal(let text) = self, !text.isEmpty else { return false }
        // `{{'x'}}` is a call too, and says `x`.
        return TemplateCall.alone(in: text)?.holdsText ?? true
    }

    /// The secret as it may be shown and copied: the reference, or dots for a literal.
    public var masked: Secret { isLiteral ? .literal(Self.dots) : self }

    /// Where the value is found, in words; dots for a literal.
    public var words: String {
        switch self {
        case .literal(let text): isLiteral ? Self.dots : text
        case .environment(let name): "$\(name)"
        case .file(let path): "file \(path)"
        case .command(let words): "command \(words.joined(separator: " "))"
        case .prompt: "asked when needed"
        case .token(let name): "token of \(name)"
        }
    }
}
