import Kit
import Terminal

/// Where the columns of the topic tree are: name, value, and at the right rate, mark and age, as many as there is room
/// for. What the list is sorted by stands in the place of the rate, and is the last to go.
///
///     ▾ kitchen        2 topics, 1,204 msgs     4.1/s     2s
///       temperature    21.4                     1.2/s R  14s
struct TopicColumns {
    /// What stands at the right of one row.
    struct Figures {
        /// Behind the last column of the value.
        let valueEnd: Int
        /// The column of the retained mark; nil without room.
        let mark: Int?
        /// Behind the rate; nil without room.
        let rateEnd: Int?
        /// Behind the age; nil without room.
        let ageEnd: Int?
    }

    private let width: Int
    private let markWidth: Int
    private let rateWidth: Int
    private let ageWidth: Int
    /// Where the values begin.
    let value: Int

    /// Whether the figure in the place of the rate is what the list is sorted by.
    private let isSorted: Bool

    /// - Parameters:
    ///   - width: columns in all.
    ///   - names: where the longest of the visible names ends.
    ///   - isSorted: whether the list is sorted by the figure in the place of the rate.
    init(width: Int, names: Int, isSorted: Bool = false) {
        self.width = width
        self.isSorted = isSorted
        // A blank and `999d`; the rate a blank and `9,999/s`.
        ageWidth = width >= (isSorted ? 40 : 24) ? 5 : 0
        markWidth = width >= 28 ? 2 : 0
        rateWidth = width >= (isSorted ? 20 : 33) ? 8 : 0
        // Right behind the longest name in sight, but never so far right that no value has room.
        let figures = markWidth + (isSorted ? rateWidth + ageWidth : 0)
        value = min(names + 2, max(12, (width - figures) * 3 / 5))
    }

    /// The value matters most: in a row where it would be squeezed the rate goes first, then the age; the mark stays. Where
    /// the list is sorted by the figure in the place of the rate, the age stands in every row or in none.
    ///
    /// - Parameters:
    ///   - x: where the row's value begins.
    ///   - need: the columns that it would take; 0 for none.
    ///   - isNumber: whether it is a number, which has all of its columns or none.
    ///   - hasMark: whether the row has the mark; others have its column for their value.
    ///   - hasRate: whether the row has a figure in the place of the rate; others have its columns for their value.
    func figures(
        from x: Int, need: Int, isNumber: Bool = false, hasMark: Bool, hasRate: Bool = true
    ) -> Figures {
        let room = width - x
        let mark = hasMark ? markWidth : 0
        // A value that needs less is shown whole; a longer one is cut anyway and gives up no more than this.
        let showsRate =
            rateWidth > 0 && hasRate
            && (isSorted || room - rateWidth - markWidth - ageWidth >= (isNumber ? need : min(need, 14)))
        let beside = showsRate ? rateWidth + markWidth : mark
        // Sorted by a figure, its edge is that of all rows: the age is there for each of them or for none.
        let showsAge = ageWidth > 0 && (isSorted || room - beside - ageWidth >= (isNumber ? need : min(need, 8)))
        let age = showsAge ? ageWidth : 0
        return Figures(
            // The rates of all rows stand below each other, whether there is a mark behind them or not.
            valueEnd: width - age - beside, mark: mark > 0 ? width - age - 1 : nil,
            rateEnd: showsRate ? width - age - markWidth : nil, ageEnd: showsAge ? width : nil)
    }

    /// Where a row's value begins: in its column, unless a longer name is in the way, or no value would have room there.
    func valueStart(after nameEnd: Int) -> Int {
        max(nameEnd + 1, min(value, width - markWidth - 3))
    }

    /// A name's end, or 0 for one so long that it is cut anyway: it shall not push the columns of all others.
    static func counted(_ nameEnd: Int, width: Int) -> Int { nameEnd > width * 2 / 3 ? 0 : nameEnd }

    /// How many columns a name may take that begins at `x`: one with a value leaves room for a little of it, one of a level
    /// for its age and the number of its topics, and each for what the list is sorted by.
    func nameRoom(from x: Int, value: Int, count: Int, hasMark: Bool) -> Int {
        let mark = hasMark || isSorted ? markWidth : 0
        let beside = value > 0 ? min(value, 8) + 2 : count > 0 ? count + 3 + ageWidth : ageWidth
        return max(6, width - x - beside - mark - (isSorted ? rateWidth : 0))
    }

    /// The column of a row's marker: two a level for a third of the width, then one, so that a level is still right of the
    /// one above it; the deepest move together at half of the width.
    static func indent(_ depth: Int, width: Int) -> Int {
        let roomy = width / 6
        return depth <= roomy ? depth * 2 : max(roomy * 2, min(roomy + depth, width / 2))
    }
}
