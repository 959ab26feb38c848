import Text

/// What `Cache-Control` says (RFC 9111 5.2), read as caches are to read what servers write: names in any capitals,
/// arguments bare or quoted, and of what contradicts itself the strictest.
public struct CacheControl: Hashable, Sendable {
    /// One directive.
    public struct Directive: Hashable, Sendable {
        /// The name in small letters.
        public var name: String
        /// The argument without its quotes; nil without one.
        public var argument: String?
        /// As it was written: `max-age="60"`.
        public var text: String
    }

    /// Seconds that a directive gives.
    public struct Seconds: Hashable, Sendable {
        /// How many; 0 for what is no number of seconds, which is stale at once (RFC 9111 4.2.1).
        public var value: Int
        /// What is wrong with it, or was done about it, in words; nil when nothing is.
        public var remark: String?
        /// The directive as it was written.
        public var text: String
    }

    /// All of them, in order.
    public let directives: [Directive]
    /// The field that they stand in.
    public let field: String
    /// Whether they are meant for this cache alone: `Cache-Control` and `Expires` do not count then (RFC 9213 2.2).
    public var isTargeted: Bool { field == TargetedCacheControl.name }

    /// More seconds than these are these (RFC 9111 1.2.2).
    public static let most = 1 << 31
    /// The most directives that are read: a line of more is hostile.
    private static let mostDirectives = 256

    /// The directives of field lines, which together are one list.
    public init(_ lines: [String]) {
        var all: [Directive] = []
        for line in lines {
            for item in FieldList.items(line) where all.count < Self.mostDirectives { all.append(Self.directive(item)) }
        }
        directives = all
        field = "Cache-Control"
    }

    private init(directives: [Directive], field: String) { (self.directives, self.field) = (directives, field) }

    /// Those of a message.
    public init(_ fields: [Field]) { self.init(fields.values(of: "Cache-Control")) }

    /// Those of an answer that a cache goes by.
    public init(_ fields: [Field], for kind: CacheKind) {
        if kind == .delivery, let directives = TargetedCacheControl.directives(fields) {
            self.init(directives: directives, field: TargetedCacheControl.name)
        } else {
            self.init(fields)
        }
    }

    /// A directive with its field, as it was written; empty for none.
    func told(_ directive: Directive?) -> String { directive.map { "\(field): \($0.text)" } ?? "" }

    private static func directive(_ item: Substring) -> Directive {
        let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let argument = parts.count > 1 ? FieldList.unquoted(parts[1]) : nil
        // A blank beside the equals sign makes no directive of it; it is named all the same, so that it can be told.
        return Directive(
            name: parts[0].trimming(\.isFieldBlank).lowercased(), argument: argument, text: String(item))
    }

    /// The first directive of a name; nil when there is none.
    public subscript(name: String) -> Directive? { directives.first { $0.name == name } }

    /// Whether a directive is there, with or without an argument.
    public func has(_ name: String) -> Bool { self[name] != nil }

    /// Whether a directive is there that holds for the whole answer: `no-cache` and `private` with field names hold for
    /// those fields only (RFC 9111 5.2.2.4, 5.2.2.7).
    public func hasWhole(_ name: String) -> Directive? {
        directives.first { $0.name == name && ($0.argument ?? "").isEmpty }
    }

    /// The field names that `no-cache` or `private` names, in small letters.
    public func names(of name: String) -> [String] {
        directives.filter { $0.name == name }.flatMap { $0.argument.map(FieldList.tokens) ?? [] }
    }

    /// The seconds of a directive; nil when it is not there. Of several the fewest count (RFC 9111 4.2.1).
    public func seconds(_ name: String) -> Seconds? {
        let all = directives.filter { $0.name == name }.map(Self.seconds)
        guard var least = all.min(by: { $0.value < $1.value }) else { return nil }
        if Set(all.map(\.value)).count > 1 {
            least.remark = "\(name) stands there \(all.count) times: the strictest counts"
        }
        return least
    }

    private static func seconds(_ directive: Directive) -> Seconds {
        var seconds = Seconds(value: 0, remark: nil, text: directive.text)
        let argument = directive.argument ?? ""
        // Within quotes a blank is part of the argument, and is judged as that.
        let hasBlank = directive.text.contains { $0.isFieldBlank } && !directive.text.contains("\"")
        if hasBlank {
            seconds.remark = "a blank beside the = makes it invalid: stale at once"
        } else if argument.isEmpty {
            seconds.remark = "no seconds are given: stale at once"
        } else if !argument.utf8.allSatisfy(\.isDigit) {
            seconds.remark = "'\(argument.prefix(40))' is no number of seconds: stale at once"
        } else {
            seconds.value = min(Int(argument) ?? most, most)
            if directive.text.contains("\"") { seconds.remark = "quotes are not needed, and read" }
        }
        return seconds
    }
}
