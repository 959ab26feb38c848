/// One `{{...}}` of a text and what it stands for.
public struct TemplateSpan: Hashable, Sendable {
    /// What it stands for.
    public enum Standing: Hashable, Sendable {
        /// A variable's value, others in it put in.
        case value(String)
        /// Something that must not be seen: it is put in when it is sent.
        case secret
        /// A generator: made anew each time.
        case generated
        /// Nothing, and why in words.
        case unresolved(String)
    }

    /// The call.
    public var call: TemplateCall
    /// What it stands for.
    public var standing: Standing
    /// Where its variable comes from, in words; empty for a generator and for nothing.
    public var origin: String
    /// Where its value stands in the text that came of it, in UTF-8.
    public var output: Range<Int>

    /// Whether it stands for something.
    public var isResolved: Bool {
        if case .unresolved = standing { return false }
        return true
    }

    /// What people see of the value: dots for a secret.
    public var shown: String {
        switch standing {
        case .value(let text): text
        case .secret: Secret.dots
        case .generated: "made when sent"
        case .unresolved(let words): words
        }
    }
}

extension Secret {
    /// What stands for a secret on the screen, however long it is.
    public static let dots = "••••••"

    /// Whether the value may be seen: it is as it is and comes from nowhere.
    public var isPlain: Bool {
        if case .literal = self { return true }
        return false
    }
}
