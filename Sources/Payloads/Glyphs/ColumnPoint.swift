/// A place in a long line whose column is known.
struct ColumnPoint {
    /// The place in the payload.
    var position: Int
    /// The column of the line there.
    var column: Int
}
