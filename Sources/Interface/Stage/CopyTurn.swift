/// The same thing copied once more is copied in the next of its forms.
struct CopyTurn {
    private var last: (text: String, place: Int)?

    /// The form to copy now.
    /// - Parameters:
    ///   - text: the thing in its first form, by which it is known.
    ///   - count: how many forms there are; at least one.
    mutating func next(_ text: String, of count: Int) -> Int {
        let place = last?.text == text ? ((last?.place ?? 0) + 1) % count : 0
        last = (text, place)
        return place
    }
}
