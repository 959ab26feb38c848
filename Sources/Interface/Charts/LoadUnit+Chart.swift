import Kit
package import Text
import Topics

extension LoadUnit: ChartUnit {
    package func words(_ value: Double) -> String { LoadWords.value(value, self) }

    package func mark(_ value: Double, step: Double) -> String { LoadWords.mark(value, self, step: step) }
}

extension LoadHistory: ChartValues {
    package func value(at place: Int) -> (time: Moment, value: Double) {
        let point = self[place]
        return (point.time, point.value)
    }

    package func forEach(from place: Int, _ body: (_ time: Moment, _ value: Double) -> Void) {
        forEach(from: place) { point in body(point.time, point.value) }
    }
}

/// The charts here: values by the units of figures.
typealias FigureSeries = ChartSeries<LoadUnit>

extension ChartWindow {
    /// Does what a key asks for; false when it means nothing to a chart.
    mutating func perform(_ action: Action) -> Bool {
        guard let move = Move(rawValue: action.rawValue) else { return false }
        perform(move)
        return true
    }
}

extension Chart {
    /// A chart that names the key for a longer time where it is empty.
    init(_ series: [ChartSeries<Unit>], window: ChartWindow, _ keymap: Keymap) {
        let hint = keymap.key(for: .longerWindow, in: .curve).map { "\($0)  shows a longer time" } ?? ""
        self.init(series, window: window, hint: hint)
    }
}
