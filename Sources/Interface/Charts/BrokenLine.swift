import Kit
import Text
import Topics

/// Values of which some do not go on from the one before: what was between them is not known.
struct BrokenLine: ChartValues {
    let points: LoadHistory
    /// The moments of those.
    let gaps: Set<Moment>

    var count: Int { points.count }
    func index(from time: Moment) -> Int { points.index(from: time) }
    func value(at place: Int) -> (time: Moment, value: Double) { points.value(at: place) }
    func forEach(from place: Int, _ body: (Moment, Double) -> Void) { points.forEach(from: place, body) }
    func isBroken(before place: Int) -> Bool { gaps.contains(points[place].time) }
}
