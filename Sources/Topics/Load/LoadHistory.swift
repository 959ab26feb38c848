public import Text

/// A value at a moment.
public struct LoadPoint: Equatable, Sendable {
    /// When it was so.
    public var time: Moment
    /// The value.
    public var value: Double

    /// A value at a moment.
    public init(_ time: Moment, _ value: Double) {
        self.time = time
        self.value = value
    }
}

/// The last values of one figure, oldest first; the oldest make room for new ones.
public struct LoadHistory: Sendable, RandomAccessCollection {
    /// The most points kept: more than an hour of a broker that speaks every two seconds, nearly six of the usual ten.
    public static let capacity = 2_048

    private var points: [LoadPoint] = []
    private var start = 0
    private let capacity: Int

    /// A history that has seen nothing.
    public init(capacity: Int = LoadHistory.capacity) {
        self.capacity = Swift.max(capacity, 1)
    }

    /// The place of the oldest.
    public var startIndex: Int { 0 }
    /// One more than the place of the newest.
    public var endIndex: Int { points.count }

    /// The point at a place, 0 being the oldest.
    public subscript(index: Int) -> LoadPoint {
        let place = start + index
        // One subtraction in the place of a division: a curve asks for each point with each frame.
        return points[place < points.count ? place : place - points.count]
    }

    /// Hands on the points from a place to the newest, in order.
    public func forEach(from place: Int, _ body: (LoadPoint) -> Void) {
        // The ring's two runs, each without a look at where it ends.
        let first = start + Swift.max(place, 0)
        if first < points.count { for point in points[first...] { body(point) } }
        let second = Swift.max(first - points.count, 0)
        if second < start { for point in points[second..<start] { body(point) } }
    }

    /// Notes a value; at the moment of the newest it takes that one's place. A moment before the newest is not taken, nor
    /// is what is no number.
    public mutating func note(_ value: Double, at time: Moment) {
        guard value.isFinite else { return }
        if let last, last.time >= time {
            if last.time == time { points[(start + points.count - 1) % points.count].value = value }
            return
        }
        if points.count < capacity {
            points.append(LoadPoint(time, value))
        } else {
            points[start] = LoadPoint(time, value)
            start = (start + 1) % capacity
        }
    }

    /// The least and the greatest value; nil while there is none.
    public var extremes: ClosedRange<Double>? {
        guard var low = points.first?.value else { return nil }
        var high = low
        // In no order: the array itself is quicker than places that wrap around.
        for point in points { (low, high) = (Swift.min(low, point.value), Swift.max(high, point.value)) }
        return low...high
    }

    /// The place of the first point at or after a moment; `endIndex` when there is none.
    public func index(from time: Moment) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].time < time { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The slope over a span that ends with the newest point, per second; nil while less than nine tenths of it are known.
    func slope(over span: Moment) -> Double? {
        guard let last, count > 1 else { return nil }
        // A twentieth more: beats do not come to the second, and the point just before the span is the right one.
        let first = self[Swift.max(0, index(from: last.time - span - span / 20))]
        let covered = last.time - first.time
        guard covered * 10 >= span * 9 else { return nil }
        return (last.value - first.value) * 1e6 / Double(covered)
    }
}
