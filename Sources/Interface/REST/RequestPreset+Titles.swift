import Profile

extension RequestPreset {
    /// What there is, in a few words.
    static var titles: String { all.map(\.title).joined(separator: ", ") }
}
