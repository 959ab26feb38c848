import Text

/// The last value at one of a figure's places, of one node.
struct LoadReading {
    let source: LoadSource
    let node: String
    var value = 0.0
    var text = ""
    /// When it was told last.
    var updated: Moment?
    /// The beat in which it was told last.
    var beat = -1
    /// Microseconds between the last two times it was told.
    var gap: Moment?

    // Of a counter:
    /// All that it counted while it was watched, over restarts.
    var counted = 0.0
    /// What it counted that is in no rate yet.
    var carried = 0.0
    /// The moment at which `value` was true; nil while only the retained message is known, whose age is not.
    var base: Moment?
    /// How fast it counts; nil until two moments are known.
    var rate: Double?
    /// Whether the last value was smaller than the one before.
    var hasRestarted = false

    init(_ source: LoadSource, node: String) {
        self.source = source
        self.node = node
    }

    /// Takes a counter's new value.
    /// - Parameters:
    ///   - isRetained: it is the broker's stored message: true, of an unknown moment.
    ///   - elapsed: seconds since the value before by the broker's own clock, if it has one.
    mutating func count(_ new: Double, at time: Moment, isRetained: Bool, elapsed: Double?) {
        defer { value = new }
        guard updated != nil else {
            base = isRetained ? nil : time
            return
        }
        hasRestarted = new < value
        // What it counted before it began anew is known; what it has counted since, all of it, is new.
        let events = hasRestarted ? new : new - value
        counted += events
        // Of an unknown moment: the next live value has none to be measured from.
        if isRetained {
            base = nil
            rate = nil
            return
        }
        // Without a moment of our own the broker's uptime tells how long it was.
        let seconds = base.map { Double(time - $0) / 1e6 } ?? elapsed
        // Two values within a beat have no rate: the next one gets what the second of them counted.
        if base != nil, let seconds, seconds <= 0.05 {
            carried += events
            return
        }
        base = time
        guard let seconds, seconds > 0.05 else { return }
        rate = (events + carried) / seconds
        carried = 0
    }

    /// The broker spoke and said nothing of this counter: it stands still.
    mutating func standStill(at time: Moment) {
        if let base {
            // What two values within a beat had counted comes with the next.
            if time > base { rate = carried * 1e6 / Double(time - base) }
        } else {
            // What was stored is still true: nothing was counted since, whenever that was.
            rate = 0
        }
        carried = 0
        base = time
    }
}
