import TestSupport
import Topics

extension TopicTree {
    /// The visible rows as text: depth in spaces, `-` open, `+` closed, `*` a match.
    func lines() -> [String] {
        rows(in: 0..<rowCount).map { row in
            let mark = row.hasChildren ? (row.isOpen ? "-" : "+") : " "
            return String(repeating: "  ", count: row.depth) + mark + store.levelName(row.id)
                + (row.isMatch ? "*" : "")
        }
    }
}
