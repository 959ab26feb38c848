/// A text with the values of its `{{...}}` put in.
public struct Expansion: Sendable {
    /// A secret that is put in when it is sent.
    public struct Need: Hashable, Sendable {
        /// The variable's name, or what else asks for it.
        public var name: String
        /// Where it is found.
        public var secret: Secret

        /// A need of its parts.
        public init(name: String, secret: Secret) {
            self.name = name
            self.secret = secret
        }
    }

    /// What came of it; what stands for nothing is as it was written.
    public var text: String { String(decoding: bytes, as: UTF8.self) }
    /// The same in UTF-8, but for files that hold something else.
    public var bytes: [UInt8]
    /// The calls in order, and what they stand for.
    public var spans: [TemplateSpan]
    /// The secrets that are in it, or in variables of it.
    public var secrets: [Need]
    /// The files that are in it, or in variables of it.
    public var files: [TemplateFile] = []
    /// The values that were put in of variables whose names say that they are secret.
    public var hidden: [String] = []
    /// Whether it would have been too large: the text is empty then.
    public var isCut: Bool

    /// What stands for nothing, in words: `token: nothing is called token`.
    public var problems: [String] {
        spans.compactMap { span in
            if case .unresolved(let words) = span.standing { words } else { nil }
        } + (isCut ? ["what came of the variables is over 32 MiB"] : [])
    }

    /// The names that stand for nothing, each once.
    public var unresolved: [String] {
        var seen: Set<String> = []
        return spans.lazy.filter { !$0.isResolved }.map(\.call.name).filter { seen.insert($0).inserted }
    }

    /// The place in the text as written that a place in this text comes from: the start of a call for its value.
    public func source(of offset: Int) -> Int {
        var shift = 0
        for span in spans {
            if offset < span.output.lowerBound { break }
            if offset < span.output.upperBound { return span.call.range.lowerBound }
            // Behind a call both texts run alongside until the next one.
            shift = span.call.range.upperBound - span.output.upperBound
        }
        return offset + shift
    }
}
