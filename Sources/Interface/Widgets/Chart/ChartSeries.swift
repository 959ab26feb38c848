import Kit
import Text
import Topics

/// One line of a chart.
struct ChartSeries {
    /// What the legend calls it.
    var name: String
    /// What its values are counted in; lines of one unit share an axis.
    var unit: LoadUnit
    /// Its values, oldest first.
    var points: LoadHistory
}

/// The part of time that a chart shows, and how.
struct ChartWindow {
    /// How the lines are drawn.
    enum Style: CaseIterable {
        /// Two by four dots in a cell.
        case braille
        /// Two halves of a cell, for fonts without braille.
        case blocks
        /// A star in a cell.
        case ascii
    }

    private static let lengths: [Moment?] =
        [60, 300, 900, 3_600, 21_600, 86_400].map { Moment($0) * 1_000_000 } + [nil]

    private var place = 1
    /// How far the end lies back; 0 follows the present.
    private(set) var back: Moment = 0
    /// How the lines are drawn; nil for what the screen can do best.
    var style: Style?

    /// Its length; nil for all there is.
    var length: Moment? { Self.lengths[place] }

    /// `5 min`, `1 h`, `all`
    var label: String {
        guard let length else { return "all" }
        let minutes = length / 60_000_000
        return minutes < 60 ? "\(minutes) min" : "\(minutes / 60) h"
    }

    /// Does what a key asks for; false when it means nothing to a chart.
    mutating func perform(_ action: Action) -> Bool {
        switch action {
        case .shorterWindow: place = max(0, place - 1)
        case .longerWindow: place = min(Self.lengths.count - 1, place + 1)
        case .scrollLeft: if let length { back += length / 4 }
        case .scrollRight: if let length { back = max(0, back - length / 4) }
        case .last: back = 0
        case .chartStyle:
            let all = Style.allCases
            style = all[((all.firstIndex(of: style ?? .braille) ?? 0) + 1) % all.count]
        default: return false
        }
        if length == nil { back = 0 }
        return true
    }

    /// What it shows of some lines at a moment.
    func range(of series: [ChartSeries], now: Moment) -> (start: Moment, end: Moment) {
        if let length { return (now - back - length, now - back) }
        let start = series.compactMap { $0.points.first?.time }.min() ?? now - 60_000_000
        return (min(start, now - 1_000_000), now)
    }
}
