import Terminal

/// What is seen of a line that is longer than its place.
struct FieldWindow {
    /// The first character that is seen.
    var start: Int
    /// Behind the last one that is looked at: one more than there is room for, where there are more.
    var end: Int
    /// Columns of the mark before it; 0 where nothing is hidden there.
    var lead: Int
    /// The column of the cursor.
    var cursor: Int
}

extension TextField {
    /// The fewest columns that have room for two marks and a wide character between them.
    static let leastForMarks = 4

    /// What is seen in so many columns: as much before the cursor as there is room for.
    func window(_ width: Int, around cursor: Int) -> FieldWindow {
        let hasMarks = width >= Self.leastForMarks
        // From the cursor back: a long line costs no more than a short one.
        let room = width - (hasMarks ? max(1, columns(from: cursor)) : 1)
        var start = cursor
        var before = 0
        while start > 0 {
            let next = columns(start - 1)
            guard before + next <= room else { break }
            before += next
            start -= 1
        }
        var lead = 0
        if start > 0, hasMarks {
            lead = 1
            while start < cursor, lead + before > room {
                before -= columns(start)
                start += 1
            }
        }
        var end = start
        var used = lead
        while end < characters.count, used <= width {
            used += columns(end)
            end += 1
        }
        return FieldWindow(start: start, end: end, lead: lead, cursor: lead + before)
    }

    private func columns(_ index: Int) -> Int { displayWidth(of: String(characters[index])) }

    /// The columns of what has to be seen from the cursor on: the character under it, and the mark of more behind that.
    private func columns(from cursor: Int) -> Int {
        guard cursor < characters.count else { return 1 }
        return columns(cursor) + (cursor + 1 < characters.count ? 1 : 0)
    }
}
