/// The same thing copied once more is copied in the next of its forms.
struct CopyTurn {
    /// By its hash: a command may be long, and have in it what was typed.
    private var last: (hash: Int, place: Int)?

    /// The form to copy now.
    /// - Parameters:
    ///   - text: the thing in its first form, by which it is known.
    ///   - count: how many forms there are; at least one.
    mutating func next(_ text: String, of count: Int) -> Int {
        let hash = text.hashValue
        let place = last.map { $0.hash == hash ? ($0.place + 1) % count : 0 } ?? 0
        last = (hash, place)
        return place
    }
}
