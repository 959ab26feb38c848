/// How a payload is shown where it is read.
enum DocumentMode: String, CaseIterable {
    case pretty
    /// Pretty, with characters in the place of their JSON escapes.
    case decoded
    case raw, hex
    /// What changed since the payload before it.
    case diff
    /// Where the results of a path are.
    case paths

    /// The one after it, round and round, of a payload or of what a path gives; decoded only where that looks different.
    func next(ofPath: Bool, hasEscapes: Bool) -> DocumentMode {
        let all: [DocumentMode] =
            (hasEscapes ? [.pretty, .decoded] : [.pretty]) + [.raw, .hex] + (ofPath ? [.paths] : [.diff])
        // A payload without escapes, shown decoded, is shown pretty.
        if self == .decoded, !hasEscapes { return .raw }
        return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
    }
}
