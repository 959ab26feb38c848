/// The fields that make a request conditional (RFC 9110 13.1), and why: chosen from what is known of the resource, shown
/// before they are sent.
public struct Precondition: Hashable, Sendable {
    /// What is wanted of it.
    public enum Purpose: String, Hashable, Sendable {
        /// The body only if it is another one than is kept (GET, HEAD).
        case revalidate
        /// The change only if nobody else has changed it meanwhile (PUT, PATCH, DELETE).
        case unchanged
        /// The change only if nothing is there yet.
        case create
    }

    /// What is wanted of it.
    public var purpose: Purpose
    /// The fields that are sent: `If-None-Match: "abc"`. Empty when nothing can be sent.
    public var fields: [Field]
    /// What is to be known of it before it is sent: why a tag cannot be used, or will fail. Nil when nothing is.
    public var caution: String?

    /// A condition of its parts.
    public init(_ purpose: Purpose, _ fields: [Field], caution: String? = nil) {
        (self.purpose, self.fields, self.caution) = (purpose, fields, caution)
    }

    /// `If-None-Match: *`: nothing is to be there yet (RFC 9110 13.1.2).
    public static let create = Precondition(
        .create, [Field("If-None-Match", "*")], caution: "a 412 then says that it exists already")

    /// Asks whether what is kept still holds: the tag must be sent where there is one, the date should be too (RFC 9110
    /// 13.1.2, 13.1.3). Nil for a method that is not revalidated, and without validators.
    public static func revalidating(_ method: String, _ validators: Validators) -> Precondition? {
        guard ["GET", "HEAD"].contains(method), !validators.isEmpty else { return nil }
        var fields: [Field] = []
        if let tag = validators.tag { fields.append(Field("If-None-Match", tag.text)) }
        if let changed = validators.lastModified { fields.append(Field("If-Modified-Since", changed)) }
        return Precondition(.revalidate, fields, caution: validators.tag.flatMap(quoteCaution))
    }

    /// Lets a change happen only to the state that is known (RFC 9110 13.1.1, 13.1.4). Nil for a method that changes
    /// nothing, and without validators.
    ///
    /// - Parameter codings: the `Content-Encoding` that the known state came with.
    public static func unchanged(_ method: String, _ validators: Validators, codings: [String] = []) -> Precondition? {
        guard ["PUT", "PATCH", "DELETE"].contains(method), !validators.isEmpty else { return nil }
        if let tag = validators.tag, !tag.isWeak {
            var caution = quoteCaution(tag)
            if caution == nil, let coding = tag.coding {
                // Short: it stands at every change of what was compressed. What to do about it is said with the 412.
                caution = "of the \(coding) form: may be answered with 412"
            }
            return Precondition(.unchanged, [Field("If-Match", tag.text)], caution: caution)
        }
        let weak = validators.tag.map { tag in
            "\(tag.text) is weak, and If-Match compares strongly (RFC 9110 13.1.1): it would fail for ever"
                + (codings.isEmpty
                    ? ""
                    : "; the answer came in \(codings.joined(separator: ", ")), which makes nginx weaken tags: "
                        + "GET it with Accept-Encoding: identity for the strong one")
        }
        // Where the tag is of no use the date has to do; with neither the change goes out bare, and the caution says why.
        guard let changed = validators.lastModified else { return Precondition(.unchanged, [], caution: weak) }
        let coarse =
            validators.isLastModifiedStrong
            ? nil : "it was changed in the second of the answer: another change in that second would not be seen"
        let words = [weak, coarse].compactMap(\.self).joined(separator: "; ")
        return Precondition(
            .unchanged, [Field("If-Unmodified-Since", changed)], caution: words.isEmpty ? nil : words)
    }

    private static func quoteCaution(_ tag: EntityTag) -> String? {
        if tag.isWellFormed { return nil }
        return tag.opaque.hasPrefix("\"")
            ? "the tag is not written as RFC 9110 8.8.3 has it: it is sent back as it came"
            : "the tag came without quotes (RFC 9110 8.8.3): it is sent back as it came"
    }
}
