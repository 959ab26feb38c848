/// A row of a laid-out payload: a line, and the row of it when lines are wrapped.
struct DocumentPlace: Comparable {
    var line = 0
    var row = 0

    static func < (one: DocumentPlace, other: DocumentPlace) -> Bool {
        (one.line, one.row) < (other.line, other.row)
    }
}
