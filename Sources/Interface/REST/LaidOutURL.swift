/// The URL that would be asked for, laid out for a pane: kept until something of it is another.
struct LaidOutURL {
    /// What it follows from.
    struct Basis: Equatable {
        var url: String
        /// The URL as it is typed, and the method before it.
        var typed: String
        var method: String
        /// The columns of the pane, and the most rows.
        var width: Int
        var most: Int
    }

    var basis: Basis
    var outcome: RequestPane.Outcome
}
