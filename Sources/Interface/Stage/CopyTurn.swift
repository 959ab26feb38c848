/// The same thing copied once more is copied in the next of its forms.
struct CopyTurn {
    /// By its hash: what it stands for may be long, and have secrets in it.
    private var last: (hash: Int, place: Int)?

    /// The form to copy now.
    /// - Parameters:
    ///   - key: by what the thing is known.
    ///   - count: how many forms there are; at least one.
    func place(of key: AnyHashable, among count: Int) -> Int {
        // Two things of one hash, which never happen, would only copy another form first.
        last.map { $0.hash == key.hashValue ? ($0.place + 1) % count : 0 } ?? 0
    }

    /// That form was copied.
    mutating func took(_ place: Int, of key: AnyHashable) { last = (key.hashValue, place) }
}
