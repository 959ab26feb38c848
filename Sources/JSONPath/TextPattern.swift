/// A pattern to look for in text: an interoperable regular expression (RFC 9485), as `search` of a path has it.
///
/// Looking takes at most the pattern's steps for each character, whatever the pattern is.
public struct TextPattern: Sendable {
    /// The pattern as it was written.
    public let text: String
    private let pattern: IRegexp

    /// Reads a pattern; nil when the text is none, or a too large one.
    public init?(_ text: String) {
        guard let pattern = try? IRegexp(Array(text.utf8)) else { return nil }
        self.text = text
        self.pattern = pattern
    }

    /// Whether it matches any part of a text in UTF-8.
    public func isFound(in bytes: UnsafeRawBufferPointer) -> Bool {
        var matcher = IRegexpMatcher(pattern, isWhole: false)
        return bytes.withMemoryRebound(to: UInt8.self) { buffer in
            // No bytes have no address: this one is never read.
            guard let base = buffer.baseAddress else { return found(&matcher, in: [0], count: 0) }
            return found(&matcher, in: base, count: buffer.count)
        }
    }

    private func found(_ matcher: inout IRegexpMatcher, in base: UnsafePointer<UInt8>, count: Int) -> Bool {
        var reader = JSONStringReader(base, 0, count, hasEscapes: false)
        var units = Int.max
        return matcher.run(&reader, units: &units) ?? false
    }
}
