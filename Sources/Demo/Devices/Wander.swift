import Text

/// A measured value that drifts about: random steps, drawn back to its middle.
struct Wander {
    /// The value now.
    private(set) var value: Double
    private let middle: Double
    private let spread: Double

    /// Starts at `middle` and stays within about `spread` of it.
    init(around middle: Double, by spread: Double) {
        value = middle
        self.middle = middle
        self.spread = spread
    }

    /// One step on; returns the new value.
    @discardableResult
    mutating func next(_ random: inout SplitMix64, toward target: Double? = nil) -> Double {
        let center = target ?? middle
        value += (center - value) * 0.05 + Double.random(in: -1...1, using: &random) * spread * 0.12
        value = min(max(value, center - spread), center + spread)
        return value
    }
}
