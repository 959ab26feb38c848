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

    /// - Parameters:
    ///   - width: columns in all.
    ///   - names: where the longest of the visible names ends.
    init(width: Int, names: Int) {
        let showsAge = width >= 24
        let showsRate = width >= 33
        let showsMark = width >= 28
        ageEnd = showsAge ? width : nil
        rateEnd = showsRate ? width - 5 : nil
        let figures = (showsAge ? 5 : 0) + (showsRate ? 8 : 0)
        mark = showsMark ? width - figures - 1 : nil
        valueEnd = width - figures - (showsMark ? 2 : 0)
        value = min(names + 2, max(12, valueEnd * 3 / 5))
    }

    /// The column of a row's marker; deep levels move together at half of the width.
    static func indent(_ depth: Int, width: Int) -> Int { min(depth * 2, width / 2) }
}
