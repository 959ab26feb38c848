public import Text

/// One figure as it stands, with its averages and its past.
public struct LoadTile: Sendable {
    /// The value now, in the figure's unit; nil while it is not known or not published.
    public internal(set) var value: Double?
    /// The words of a figure that is no number.
    public internal(set) var text: String?
    /// What a counter has come to since the broker's start, all nodes together.
    public internal(set) var total: Double?
    /// Averages in the figure's unit over the spans of ``LoadSpan``, in their order; nil where not known.
    public internal(set) var averages: [Double?] = [nil, nil, nil]
    /// Whether the averages are the broker's own, rather than reckoned here from its counters.
    public internal(set) var hasBrokerAverages = false
    /// When the value was told last; a later beat without it means that it has not changed.
    public internal(set) var updated: Moment?
    /// When a counter last began anew: the broker was restarted.
    public internal(set) var restarted: Moment?
    /// Whether the broker publishes it at all.
    public internal(set) var isPublished = false
    /// The values of the past.
    public internal(set) var history = LoadHistory()
    /// The broker's averages of the past.
    public internal(set) var averageHistories = [LoadHistory(), LoadHistory(), LoadHistory()]
    /// What a counter had come to, for averages of our own.
    var totals = LoadHistory()

    mutating func note(at time: Moment) {
        if let value { history.note(value, at: time) }
        for (index, average) in averages.enumerated() where hasBrokerAverages {
            if let average { averageHistories[index].note(average, at: time) }
        }
    }
}
