/// How a payload is shown where it is read.
enum DocumentMode: String, CaseIterable {
    case pretty, raw, hex, diff

    /// The one after it, round and round.
    var next: DocumentMode {
        let all = Self.allCases
        return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
    }
}
