/// How a payload is shown where it is read.
enum DocumentMode: String, CaseIterable {
    case pretty, raw, hex
    /// What changed since the payload before it.
    case diff
    /// Where the results of a path are.
    case paths

    /// The one after it, round and round, of a payload or of what a path gives.
    func next(ofPath: Bool) -> DocumentMode {
        let all: [DocumentMode] = ofPath ? [.pretty, .raw, .hex, .paths] : [.pretty, .raw, .hex, .diff]
        return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
    }
}
