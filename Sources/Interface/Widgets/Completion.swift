import Kit
import Terminal

/// What a field could go on with, each with a line of explanation: header names, their values, variables, topics.
struct Completion {
    /// The most lines shown.
    static let rows = 6

    /// One way to go on.
    struct Item: Equatable {
        var text: String
        var note: String
    }

    let items: [Item]
    /// How many characters before the cursor an item takes the place of.
    let replaces: Int
    /// The chosen one; nil while none is.
    var chosen: Int?

    /// Chooses the next or the one before; beyond the ends none.
    mutating func choose(by step: Int) {
        let next = (chosen ?? (step > 0 ? -1 : items.count)) + step
        chosen = items.indices.contains(next) ? next : nil
    }

    /// Draws below the cursor, or above it where there is not enough room and more above: over whatever is there, with an
    /// edge, so that words behind it do not run into its own. Its texts stand under what is typed, further left where their
    /// notes would be cut, but not beyond the border that the pane begins with, over which an edge lies: beside it corners
    /// of panes would stand.
    /// - Parameter isWide: whether it has all columns from where the texts of a form begin: what stands behind it there would
    ///   read as a part of it.
    func draw(at place: Point, from left: Int, isWide: Bool = false, _ look: Look, into canvas: Canvas) {
        let below = canvas.size.height - place.y - 1
        let isBelow = below >= min(Self.rows, items.count) || below >= place.y
        let count = min(Self.rows, items.count, isBelow ? below : place.y)
        guard count > 0 else { return }
        let first = max(0, min((chosen ?? 0) - count + 1, items.count - count))
        let shown = items[first..<(first + count)]
        let notes = shown.reduce(0) { max($0, displayWidth(of: $1.note)) }
        let most = notes == 0 ? canvas.size.width - 4 : canvas.size.width / 2
        let names = min(most, shown.reduce(0) { max($0, displayWidth(of: $1.text)) })
        // An edge and a blank on both sides, two blanks before the notes.
        let wanted = max(30, names + notes + (notes == 0 ? 4 : 6))
        let start = place.x - replaces - 2
        let usual = max(0, min(start, max(min(left - 1, start), canvas.size.width - wanted)))
        let x = isWide ? max(0, left - 1) : usual
        let width = isWide ? canvas.size.width - x : min(canvas.size.width - x, wanted)
        let y = isBelow ? place.y + 1 : place.y - count
        let edge = canvas.glyphs == .ascii ? "|" : "│"
        for (index, item) in shown.enumerated() {
            let row = Rect(x: x, y: y + index, width: width, height: 1)
            canvas.fill(row, look.style(.popup))
            canvas.put(item.text, x: x + 2, y: row.y, style: look.style(.popup), limit: names)
            canvas.put(item.note, x: x + names + 4, y: row.y, style: look.style(.textDim), limit: width - names - 6)
            let inside = Rect(x: x + 1, y: row.y, width: width - 2, height: 1)
            if first + index == chosen { canvas.restyle(inside, look.theme[.selection]) }
            for column in [x, x + width - 1] { canvas.put(edge, x: column, y: row.y, style: look.style(.popupBorder)) }
        }
    }
}
