import Files
import Text

/// The names under which anybody can have a name, as `co.uk` (publicsuffix.org): no cookie may be for all of them.
public struct PublicSuffixes: Sendable {
    /// Where systems keep the list.
    public static let path = "/usr/share/publicsuffix/public_suffix_list.dat"

    /// The list of this system, read when it is asked for first; nil where there is none.
    public static let system = (try? WholeFile.read(path, .regular, limit: 4 << 20)).flatMap { bytes in
        let list = PublicSuffixes(bytes)
        return list.rules.isEmpty ? nil : list
    }

    /// What to do where there is no list: one line.
    public static let advice =
        "There is no public suffix list at \(path) (package publicsuffix): a cookie for co.uk would be taken"

    private enum Kind { case plain, wildcard, exception }
    /// By the name of the rule without `*.` and `!`. A name can have a rule of its own and one of those below it.
    private var rules: [Substring: Set<Kind>] = [:]
    /// The rules that names are kept of.
    public var count: Int { rules.values.reduce(0) { $0 + $1.count } }

    /// A list of its text: a rule a line, up to the first blank; `//` begins a comment.
    public init(_ bytes: some Collection<UInt8>) {
        for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
            var rule = line.prefix { $0 != " " && $0 != "\t" }
            if rule.isEmpty || rule.hasPrefix("//") { continue }
            var kind = Kind.plain
            if rule.hasPrefix("!") {
                kind = .exception
                rule = rule.dropFirst()
            } else if rule.hasPrefix("*.") {
                kind = .wildcard
                rule = rule.dropFirst(2)
            }
            if rule.first == "." { rule = rule.dropFirst() }
            // Hosts are in the form of the name system here, and the list in that of people.
            let isPlain = rule.utf8.allSatisfy { $0 < 0x80 && !(0x41...0x5A).contains($0) }
            guard let name = isPlain ? rule : Punycode.host(rule.lowercased()).map({ $0[...] }) else { continue }
            rules[name, default: []].insert(kind)
        }
    }

    /// A name without the dot of the root that it may end with.
    static func rootless(_ name: String) -> String {
        name.count > 1 && name.last == "." ? String(name.dropLast()) : name
    }

    /// Whether a name, in small letters and as the name system writes it, is a public suffix: the rule with the most labels
    /// counts, an exception before every other, and without any rule the last label is one.
    public func contains(_ name: String) -> Bool {
        if IPAddress.bytes(name) != nil { return false }
        // The dot of the root says nothing of who may have a name: `co.uk.` is `co.uk`.
        let name = Self.rootless(name)
        let parent = name.firstIndex(of: ".").map { name[name.index(after: $0)...] }
        let own = rules[name[...], default: []]
        if own.contains(.exception) { return false }
        // Where no rule fits `*` is the rule (publicsuffix.org): a single label is a suffix.
        if own.contains(.plain) || parent == nil { return true }
        return parent.map { rules[$0]?.contains(.wildcard) == true } ?? false
    }
}
