/// Where secrets stand in what is typed with variables in it.
extension NamedSecrets {
    /// How a text names what stands in it.
    public enum Notation: Sendable {
        /// Members of objects.
        case json
        /// XML, forms, settings, URLs, headers.
        case text
    }

    /// The bytes of each value that stands behind a secret name, variables or not, from the first to the last.
    static func places(in text: String, _ notation: Notation) -> [Range<Int>] {
        // Most texts hold no variable, and a preview asks with every frame.
        guard text.utf8.firstRange(of: "{{".utf8) != nil else { return [] }
        var text = text
        var found: [Range<Int>] = []
        switch notation {
        case .json:
            text.withUTF8 { bytes in
                shown.members(of: UnsafeRawBufferPointer(bytes), passesVariables: false) { _, range in
                    found.append(range)
                } other: { _ in
                }
            }
        case .text: found = shown.values(in: Array(text.utf8), takesColons: true, passesVariables: false).map(\.range)
        }
        return found
    }
}
