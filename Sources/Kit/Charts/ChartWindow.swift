package import Text

/// The part of time that a chart shows, and how.
package struct ChartWindow {
    /// How the lines are drawn.
    package enum Style: CaseIterable, Sendable {
        /// Two by four dots in a cell.
        case braille
        /// Two halves of a cell, for fonts without braille.
        case blocks
        /// A star in a cell.
        case ascii
    }

    /// What a key asks of it. The names are those of the profile's `keys`.
    package enum Move: String, Sendable {
        case shorterWindow, longerWindow, scrollLeft, scrollRight, last, chartStyle
    }

    private static let lengths: [Moment?] =
        [60, 300, 900, 3_600, 21_600, 86_400].map { Moment($0) * 1_000_000 } + [nil]

    // Five minutes, by its place among the lengths.
    private var place = 1
    /// How far the end lies back; 0 follows the present.
    package private(set) var back: Moment = 0
    /// How the lines are drawn; nil for what the screen can do best.
    package var style: Style?
    /// What the screen that it is drawn on can do best: a key changes what is seen from the first time on.
    package var usual = Style.braille

    package init() {}

    /// All there is.
    package static var all: ChartWindow {
        var window = ChartWindow()
        window.place = lengths.count - 1
        return window
    }

    /// Its length; nil for all there is.
    package var length: Moment? { Self.lengths[place] }

    /// `5 min`, `1 h`, `all`
    package var label: String {
        guard let length else { return "all" }
        let minutes = length / 60_000_000
        return minutes < 60 ? "\(minutes) min" : "\(minutes / 60) h"
    }

    /// Does what a key asks for.
    package mutating func perform(_ move: Move) {
        switch move {
        case .shorterWindow: place = max(0, place - 1)
        case .longerWindow: place = min(Self.lengths.count - 1, place + 1)
        // By a quarter: what was looked at is still in sight.
        case .scrollLeft: if let length { back += length / 4 }
        case .scrollRight: if let length { back = max(0, back - length / 4) }
        case .last: back = 0
        case .chartStyle:
            let all = Style.allCases
            style = all[((all.firstIndex(of: style ?? usual) ?? 0) + 1) % all.count]
        }
        // All there is has no part that lies further back.
        if length == nil { back = 0 }
    }

    /// What is shown of it, in words: `5 min`, and as long as it is not filled `13 s of 5 min`.
    func label(from start: Moment, to end: Moment) -> String {
        guard let length, end - start < length else { return label }
        let seconds = (end - start + 500_000) / 1_000_000
        return "\(TimeWords.words(seconds * 1_000_000_000)) of \(label)"
    }

    /// The shortest time around a single value, which is no line.
    private static let least: Moment = 10_000_000
    /// The shortest time that is shown where there is a line.
    private static let leastOfLine: Moment = 1_000_000

    /// Becomes as long as it must be to have the newest value in it: a chart that is opened shows something.
    package mutating func reach(back newest: Moment, now: Moment) {
        // `all` is the last and has no length: it ends there.
        while let length, now - newest >= length { place += 1 }
    }

    /// Whether nothing lies further back than what it shows.
    package func isAtStart<Unit>(of series: [ChartSeries<Unit>], now: Moment) -> Bool {
        let first = series.compactMap { $0.points.count == 0 ? nil : $0.points.value(at: 0).time }.min()
        return first.map { range(of: series, now: now).start <= $0 } ?? true
    }

    /// What it shows of some lines at a moment: it begins where there are values, as far as it is filled by them.
    func range<Unit>(of series: [ChartSeries<Unit>], now: Moment) -> (start: Moment, end: Moment) {
        let first = series.compactMap { $0.points.count == 0 ? nil : $0.points.value(at: 0).time }.min()
        let end = now - back
        // It begins with the first value where that is later: a window of an hour is not empty for 55 minutes after
        // the start.
        // Without any value a minute, so that the axis has a length.
        let start = length.map { max(end - $0, first ?? end - $0) } ?? first ?? end - 60_000_000
        let hasLine = series.contains { $0.points.index(from: end + 1) > 1 }
        return (min(start, end - (hasLine ? Self.leastOfLine : Self.least)), end)
    }
}
