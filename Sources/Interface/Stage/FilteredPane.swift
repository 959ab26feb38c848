import Kit

/// A pane with a filter: typed into its last row, used with every key, and in sight while it holds.
protocol FilteredPane: Pane {
    /// The filter as it was typed; empty for none.
    var filter: String { get }
    /// Filters that were used before.
    var history: FieldHistory { get set }
    /// Takes another filter.
    func use(_ filter: String)
    /// What was typed is done with and holds.
    func keepFilter()
}

extension FilteredPane {
    var showsFilterLine: Bool { field != nil || !filter.isEmpty }

    func keepFilter() {}

    /// Begins to type the filter.
    func typeFilter() { field = TextField.query(filter, history: history) }

    /// Takes the filter away; false when there is none.
    func takeFilterAway() -> Bool {
        guard !filter.isEmpty else { return false }
        use("")
        return true
    }

    func back() -> Bool { takeFilterAway() }

    func typed(_ outcome: FieldOutcome) {
        switch outcome {
        case .changed: use(field?.text ?? "")
        case .accepted:
            history.add(filter)
            field = nil
            keepFilter()
        case .cancelled:
            field = nil
            use("")
        }
    }
}
