import Kit
import Terminal

/// Where the columns of the topic tree are: name, value, and at the right mark, rate and age, as many as there is room
/// for.
///
///     ▾ kitchen        2 topics, 1,204 msgs       4.1/s   2s
///       temperature    21.4                    R  1.2/s  14s
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

    /// - Parameters:
    ///   - width: columns in all.
    ///   - names: where the longest of the visible names ends.
    init(width: Int, names: Int) {
        self.width = width
        // A blank and `999d`; the rate a blank and `9,999/s`.
        ageWidth = width >= 24 ? 5 : 0
        markWidth = width >= 28 ? 2 : 0
        rateWidth = width >= 33 ? 8 : 0
        // Right behind the longest name in sight, but never so far right that no value has room.
        value = min(names + 2, max(12, (width - markWidth) * 3 / 5))
    }

    /// The value matters most: in a row where it would be squeezed the rate goes first, then the age; the mark stays.
    ///
    /// - Parameters:
    ///   - x: where the row's value begins.
    ///   - need: the columns that it would take; 0 for none.
    func figures(from x: Int, need: Int) -> Figures {
        let room = width - markWidth - x
        // A value that needs less is shown whole; a longer one is cut anyway and gives up no more than this.
        let showsRate = rateWidth > 0 && room - rateWidth - ageWidth >= min(need, 14)
        let showsAge = ageWidth > 0 && (showsRate || room - ageWidth >= min(need, 8))
        let figures = (showsAge ? ageWidth : 0) + (showsRate ? rateWidth : 0)
        return Figures(
            valueEnd: width - figures - markWidth, mark: markWidth > 0 ? width - figures - 1 : nil,
            rateEnd: showsRate ? width - ageWidth : nil, ageEnd: showsAge ? width : nil)
    }

    /// Where a row's value begins: in its column, unless a longer name is in the way, or no value would have room there.
    func valueStart(after nameEnd: Int) -> Int {
        max(nameEnd + 1, min(value, width - markWidth - 3))
    }

    /// A name's end, or 0 for one so long that it is cut anyway: it shall not push the columns of all others.
    static func counted(_ nameEnd: Int, width: Int) -> Int { nameEnd > width * 2 / 3 ? 0 : nameEnd }

    /// How many columns a name may take that begins at `x`: one with a value leaves room for a little of it.
    func nameRoom(from x: Int, hasValue: Bool) -> Int {
        max(6, width - markWidth - x - (hasValue ? 10 : rateWidth + ageWidth + 2))
    }

    /// The column of a row's marker; deep levels move together at half of the width.
    static func indent(_ depth: Int, width: Int) -> Int { min(depth * 2, width / 2) }
}
