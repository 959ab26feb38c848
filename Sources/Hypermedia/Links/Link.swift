import Text

/// A link of an answer (RFC 8288 2), whatever format it was written in: from where, by which relation, to where.
public struct Link: Hashable, Sendable {
    /// What it is a link of: the URL of the answer, or of something in it.
    public var context: String
    /// The relation as it is written: `next`, `sc:items`, `https://example.org/rels/x`; compared without regard to capitals.
    public var relation: String
    /// The target as it is written: a reference, or a template.
    public var written: String
    /// What a relative target is relative to.
    public var base: String
    /// Whether `written` is a URI template (RFC 6570).
    public var isTemplate = false
    /// Whether the context is the answer itself, and not something in it or elsewhere.
    public var isOfAnswer = true
    /// Whether it leads the other way: `rev` (RFC 8288 3.3).
    public var isReverse = false
    /// What people call the target.
    public var title: String?
    /// What the target is likely to be, a media type.
    public var type: String?
    /// What tells it from others of its relation.
    public var name: String?
    /// Where its relation is explained: a curie made whole.
    public var documentation: String?
    /// What is said of it besides: that it is deprecated, in which language it is.
    public var remark: String?
    /// The method that it is followed with.
    public var method = "GET"
    /// What is to be filled in, and how it is sent; nil when nothing is.
    public var form: LinkForm?
    /// What is known of its template's variables; those that are missing take any text.
    public var variables: [LinkForm.Field] = []
    /// The format in which it is written.
    public var format: LinkFormat
    /// Where it stands.
    public var place: LinkPlace

    /// A link of its parts.
    public init(
        context: String, relation: String, written: String, base: String? = nil, format: LinkFormat, place: LinkPlace
    ) {
        self.context = context
        self.relation = relation
        self.written = written
        self.base = base ?? context
        self.format = format
        self.place = place
    }

    /// Whether it is only taken for one, and is never followed unasked.
    public var isGuess: Bool { format == .guess }

    /// Whether `Enter` may follow it: nothing is to be filled in, and the method reads.
    public var isPlain: Bool { !isTemplate && form == nil && (method == "GET" || method == "HEAD") }

    /// The target as a whole URL; of a template what is written, made whole where that can be done without values.
    public var target: String {
        // A template that begins with an expression has no scheme to see before its values are known.
        if isTemplate, written.hasPrefix("{") { return written }
        return URLReference.resolve(written, against: base)
    }

    /// The template; nil when it is none, or is no template that can be read.
    public var template: URITemplate? { isTemplate ? try? URITemplate(written) : nil }

    /// The target with values put into its template (RFC 6570), as a whole URL.
    ///
    /// - Throws: what is wrong with the template or a value.
    public func target(_ values: [String: URITemplate.Value]) throws(URITemplate.Problem) -> String {
        guard isTemplate else { return target }
        return URLReference.resolve(try URITemplate(written).expanded(values), against: base)
    }

    /// Whether it has a relation, in any capitals: as it is written, or what it is called behind its curie's colon.
    public func has(relation wanted: String) -> Bool {
        let (mine, wanted) = (relation.lowercased(), wanted.lowercased())
        if mine == wanted { return true }
        guard !mine.contains("://"), let colon = mine.firstIndex(of: ":") else { return false }
        return mine[mine.index(after: colon)...] == wanted
    }
}
