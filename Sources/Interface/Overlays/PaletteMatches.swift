/// What the palette found, the best first: items by their places, of which there may be ten thousands, around what was
/// searched for elsewhere.
struct PaletteMatches {
    var first: [Int] = []
    var searched: [PaletteItem] = []
    var last: [Int] = []

    var count: Int { first.count + searched.count + last.count }

    /// One of them; nil beyond the last.
    func item(at row: Int, of items: [PaletteItem]) -> PaletteItem? {
        guard row >= 0, row < count else { return nil }
        if row < first.count { return items[first[row]] }
        let rest = row - first.count
        return rest < searched.count ? searched[rest] : items[last[rest - searched.count]]
    }
}
