/// Stand-ins for secrets while a command for a broker is put together: characters that are quoted and belong to nobody.
public struct SecretMarks: Hashable, Sendable {
    private static let start: Unicode.Scalar = "\u{E000}"
    private static let end: Unicode.Scalar = "\u{E001}"

    private var secrets: [ShellSecret] = []
    private var variables = ShellVariables()

    /// None yet.
    public init() {}

    /// What stands for a secret.
    public mutating func mark(_ name: String, _ secret: Secret) -> String {
        let secret = ShellSecret(secret, asking: variables.variable(of: name))
        if !secrets.contains(secret) { secrets.append(secret) }
        return Self.text(secrets.firstIndex(of: secret) ?? 0)
    }

    /// Writes a value for its place; nil for a secret that would be coded, which only the shell knows.
    public static func shape(_ form: TemplateCall.Form, _ value: [UInt8]) -> [UInt8]? {
        form != .json && value.contains(subsequence: Array(String(start).utf8)) ? nil : form.applied(to: value)
    }

    // With an end: the stand-in of 1 would be found in that of 10.
    private static func text(_ index: Int) -> String { "\(start)\(index)\(end)" }

    /// A command with the words of the shell in place of the stand-ins, and what is to be done first; nil when one got lost
    /// in an escape.
    func named(_ text: String) -> (text: String, comments: [String])? {
        guard !secrets.isEmpty else { return (text, []) }
        // U+E000 in octal escapes is no stand-in any more.
        if text.contains("\\356\\200\\200") { return nil }
        var text = text
        var comments: [String] = []
        for (index, secret) in secrets.enumerated() {
            let mark = Self.text(index)
            guard text.contains(mark) else { continue }
            if let comment = secret.comment { comments.append(comment) }
            // Every word with a stand-in is in single quotes: a quote beside it begins or ends them.
            text = text.replacing("'\(mark)'", with: secret.word).replacing("'\(mark)", with: "\(secret.word)'")
                .replacing("\(mark)'", with: "'\(secret.word)").replacing(mark, with: "'\(secret.word)'")
        }
        return (text, comments)
    }

    /// A comment with dots for them: no shell would put them in there.
    func told(_ comment: String) -> String {
        secrets.indices.reduce(comment) { $0.replacing(Self.text($1), with: Secret.dots) }
    }

    /// Whether one stands in bytes.
    func stand(in bytes: [UInt8]) -> Bool {
        !secrets.isEmpty && bytes.contains(subsequence: Array(String(Self.start).utf8))
    }
}

extension [UInt8] {
    fileprivate func contains(subsequence other: [UInt8]) -> Bool { firstRange(of: other) != nil }
}
