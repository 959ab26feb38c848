/// The values from the bottom to the top of a chart, rounded so that the marks on the axis are plain numbers.
package struct ChartScale: Equatable {
    package let low: Double
    package let high: Double
    /// From mark to mark.
    package let step: Double

    /// A scale for values from `low` to `high` with about `marks` marks. What is close to zero begins at zero.
    package init(low: Double, high: Double, marks: Int) {
        var low = low
        var high = high
        // From zero where that costs little of the height, under six tenths of the highest, and below a line that never moves.
        if low > 0, low < high * 0.6 || low == high { low = 0 }
        // Left with one value: below zero it lies in the middle of its chart, zero lies on the ground.
        if high <= low {
            let room = max(low.magnitude * 0.1, 1)
            high = low + room
            if low != 0 { low -= room }
        }
        // Halved first: the distance between two finite numbers may be none.
        let step = Self.plain((high / 2 - low / 2) / Double(max(1, marks)) * 2)
        self.step = step
        self.low = (low / step).rounded(.down) * step
        self.high = max((high / step).rounded(.up) * step, self.low + step)
    }

    /// The next of 1, 2, 5, 10, 20 ...
    private static func plain(_ step: Double) -> Double {
        guard step > 0, step.isFinite else { return 1 }
        var power = 1.0
        // Bounded on both sides: a power of 0, or none that is finite, would be a step without marks.
        while power * 10 <= step, power < 1e300 { power *= 10 }
        while power > step, power > 1e-300 { power /= 10 }
        for factor in [1.0, 2, 5] where power * factor >= step { return power * factor }
        return power * 10
    }

    /// The marks, from the bottom up.
    package var marks: [Double] {
        // A quotient that Int cannot hold would trap.
        let count = Int(min(((high - low) / step).rounded(), 100))
        return (0...max(count, 1)).map { low + Double($0) * step }
    }

    /// Where a value stands, 0 at the bottom to 1 at the top.
    package func place(of value: Double) -> Double { value.place(from: low, to: high) }
}

extension Double {
    /// Where it stands between two values: 0 at the low one and below to 1 at the high one and above.
    func place(from low: Double, to high: Double) -> Double {
        // Reckoned in halves: the difference of the largest numbers is none.
        let place = (self / 2 - low / 2) / (high / 2 - low / 2)
        return place.isFinite ? min(max(place, 0), 1) : self < high ? 0 : 1
    }
}
