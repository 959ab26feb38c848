/// The words of a palette's items in small letters, one behind the other: made once, and read with every letter.
struct PaletteNames {
    private var bytes: [UInt8] = []
    /// Where the texts and the notes end; each begins where the one before ends.
    private var ends: [(text: Int, note: Int)] = []

    init(_ items: [PaletteItem]) {
        ends.reserveCapacity(items.count)
        for item in items {
            bytes += item.text.lowercased().utf8
            let text = bytes.count
            bytes += item.note.lowercased().utf8
            ends.append((text, bytes.count))
        }
    }

    /// The ranks of some items by their places, those left out that do not answer.
    func ranks(_ query: PaletteQuery, among places: some Collection<Int>) -> [(place: Int, rank: Int)] {
        var found: [(place: Int, rank: Int)] = []
        bytes.withUnsafeBytes { bytes in
            for place in places {
                let start = place == 0 ? 0 : ends[place - 1].note
                let (text, note) = ends[place]
                let rank = query.rank(
                    UnsafeRawBufferPointer(rebasing: bytes[start..<text]),
                    note: UnsafeRawBufferPointer(rebasing: bytes[text..<note]))
                if let rank { found.append((place, rank)) }
            }
        }
        return found
    }
}
