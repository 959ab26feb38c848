import Profile
import Terminal

/// The rows of a part of the open request as they were made last: a table may have thousands, and every key and frame asks.
struct RequestRowMemory {
    private var made: (draft: RequestDraft, tab: RequestTab)?
    private var rows: [RequestRow] = []
    private var longestName: Int?
    private var active: (query: Int, headers: Int)?
    /// How often rows were made.
    private(set) var turns = 0

    /// The rows of a part.
    mutating func rows(of draft: RequestDraft, _ tab: RequestTab) -> [RequestRow] {
        follow(draft, tab)
        return rows
    }

    /// The columns of the longest name of a part's tables, as far as it is shown.
    mutating func longestName(of draft: RequestDraft, _ tab: RequestTab, most: Int) -> Int {
        follow(draft, tab)
        if let longestName { return longestName }
        var longest = 0
        for case .pair(let table, let place) in rows where longest < most {
            longest = max(longest, displayWidth(of: draft.row(of: table, place).name))
        }
        longestName = longest
        return longest
    }

    /// How many rows of query and headers are sent.
    mutating func active(in draft: RequestDraft, _ tab: RequestTab) -> (query: Int, headers: Int) {
        follow(draft, tab)
        if let active { return active }
        let counted = (draft.query.count { $0.isEnabled }, draft.headers.count { $0.isEnabled })
        active = counted
        return counted
    }

    private mutating func follow(_ draft: RequestDraft, _ tab: RequestTab) {
        if let known = made, known.tab == tab, known.draft == draft {
            // Its own lists, so that they are known again without being read.
            made = (draft, tab)
            return
        }
        made = (draft, tab)
        rows = RequestRow.rows(of: draft, tab)
        (longestName, active) = (nil, nil)
        turns += 1
    }
}
