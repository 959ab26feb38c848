import Terminal

/// Where the columns of the topic tree are: name, value, and at the right mark, rate and age, as many as there is room
/// for.
///
///     ▾ kitchen        2 topics, 1,204 msgs       4.1/s   2s
///       temperature    21.4                    R  1.2/s  14s
struct TopicColumns {
    /// Where the values begin.
    let value: Int
    /// Behind the last column of values.
    let valueEnd: Int
    /// The column of the retained mark; nil without room.
    let mark: Int?
    /// Behind the rates; nil without room.
    let rateEnd: Int?
    /// Behind the ages; nil without room.
    let ageEnd: Int?

    /// The value matters most: where it would be squeezed, the rates go first, then the ages; the mark stays.
    ///
    /// - Parameters:
    ///   - width: columns in all.
    ///   - names: where the longest of the visible names ends.
    ///   - hasValues: whether a visible row has a value.
    init(width: Int, names: Int, hasValues: Bool) {
        let start = names + 2
        let markWidth = width >= 28 ? 2 : 0
        func fits(_ figures: Int, _ value: Int) -> Bool { !hasValues || width - markWidth - figures - start >= value }
        let showsAge = width >= 24 && fits(5, 8)
        let showsRate = width >= 33 && showsAge && fits(13, 14)
        let figures = (showsAge ? 5 : 0) + (showsRate ? 8 : 0)
        ageEnd = showsAge ? width : nil
        rateEnd = showsRate ? width - 5 : nil
        mark = markWidth > 0 ? width - figures - 1 : nil
        valueEnd = width - figures - markWidth
        value = min(start, max(12, valueEnd * 3 / 5))
    }

    /// A name's end, or 0 for one so long that it is cut anyway: it shall not push the columns of all others.
    static func counted(_ nameEnd: Int, width: Int) -> Int { nameEnd > width * 2 / 3 ? 0 : nameEnd }

    /// How many columns a name may take that begins at `x`: one with a value leaves room for a little of it.
    func nameRoom(from x: Int, hasValue: Bool) -> Int {
        max(6, valueEnd - x - (hasValue ? 10 : 2))
    }

    /// The column of a row's marker; deep levels move together at half of the width.
    static func indent(_ depth: Int, width: Int) -> Int { min(depth * 2, width / 2) }
}
