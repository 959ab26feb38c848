package import Text

/// One line of a chart.
package struct ChartSeries<Unit: ChartUnit> {
    /// What the legend calls it.
    package var name: String
    /// What its values are counted in; lines of one unit share an axis.
    package var unit: Unit
    /// Its values, oldest first.
    package var points: any ChartValues

    package init(name: String, unit: Unit, points: any ChartValues) {
        self.name = name
        self.unit = unit
        self.points = points
    }
}

/// Values over time, oldest first, by whoever keeps them.
package protocol ChartValues {
    /// How many there are.
    var count: Int { get }
    /// The place of the first at a moment or after it; as many as there are when there is none.
    func index(from time: Moment) -> Int
    /// One of them, and when it was so.
    func value(at place: Int) -> (time: Moment, value: Double)
    /// Hands on those from a place to the newest, in order: with one call where there are thousands.
    func forEach(from place: Int, _ body: (_ time: Moment, _ value: Double) -> Void)
    /// Whether one does not go on from the one before it: no line is drawn between them.
    func isBroken(before place: Int) -> Bool
}

extension ChartValues {
    package func isBroken(before place: Int) -> Bool { false }

    package func forEach(from place: Int, _ body: (_ time: Moment, _ value: Double) -> Void) {
        for place in max(place, 0)..<max(place, 0, count) {
            let (time, value) = value(at: place)
            body(time, value)
        }
    }
}

/// What the values of a line are counted in.
package protocol ChartUnit: Equatable {
    /// As written behind a number: `msg/s`; empty for a bare number.
    var symbol: String { get }
    /// A value with its unit: `12.3 msg/s`.
    func words(_ value: Double) -> String
    /// A mark of an axis, as exact as the step from mark to mark.
    func mark(_ value: Double, step: Double) -> String
}
