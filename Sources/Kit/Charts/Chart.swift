package import Terminal
import Text

/// Lines over time with a legend, an axis of values at each side and one of time.
///
///     ━ PUBLISH in   last 12.3 msg/s   min 0.0   max 15.1
///       20 ┤              ⣀⠤⠒⠉⠉⠒⠤
///       10 ┤    ⣀⠤⠒⠉⠉⠉⠉⠉
///        0 ┤⠤⠒⠉
///          └12:26:05           5 min            12:31:05
package struct Chart<Unit: ChartUnit> {
    private let series: [ChartSeries<Unit>]
    private let window: ChartWindow
    /// What is said where there are values, and none in the time that is shown.
    private let hint: String

    package init(_ series: [ChartSeries<Unit>], window: ChartWindow, hint: String = "") {
        self.series = series
        self.window = window
        self.hint = hint
    }

    private struct Line {
        var series: ChartSeries<Unit>
        var range: Range<Int>
        var low = Double.infinity
        var high = -Double.infinity
        var last: Double?
    }

    package func draw(_ look: Look, into canvas: Canvas) {
        let (start, end) = window.range(of: series, now: look.now)
        let lines = series.map { measure($0, start, end) }
        guard lines.contains(where: { $0.last != nil }) else {
            return drawNothing(lines, look, into: canvas)
        }
        // At most a third: the curves are what a chart is opened for, the lines left out are counted in the last row.
        let legend = min(lines.count, max(1, canvas.size.height / 3))
        let units = units(of: lines)
        drawLegend(lines, units, rows: legend, look, into: canvas)
        let (_, rest) = canvas.bounds.split(top: legend)
        let (middle, bottom) = rest.split(bottom: 1)
        // Below this an axis and its marks would leave no room for a curve: the legend alone is drawn.
        guard middle.height >= 2, middle.width >= 16 else { return }
        let scales = scales(of: lines, units, rows: middle.height)
        let left = labels(scales[0], units[0], rows: middle.height)
        // A third unit has a scale of its own but no axis: a canvas has two sides.
        let right = units.count > 1 ? labels(scales[1], units[1], rows: middle.height) : []
        let leftWidth = left.reduce(0) { max($0, displayWidth(of: $1.text)) } + 2
        let rightWidth = right.isEmpty ? 0 : right.reduce(0) { max($0, displayWidth(of: $1.text)) } + 2
        let plot = Rect(
            x: leftWidth, y: middle.y, width: middle.width - leftWidth - rightWidth, height: middle.height)
        // Long labels at both sides of a narrow chart may leave nothing between them.
        guard plot.width >= 8 else { return }
        let looks = units.map { axisLook(of: $0, lines, isOnly: units.count == 1, look) }
        drawAxis(left, looks[0], at: plot.x - 1, endingAt: plot.x - 2, middle, look, into: canvas)
        for label in right {
            canvas.put(label.text, x: plot.maxX + 1, y: middle.y + label.row, style: looks[1])
        }
        let isSingle = lines.reduce(0) { $0 + $1.range.count } == 1
        drawTime(start, end, plot, y: bottom.y, isSingle ? "one value in" : "", look, into: canvas)
        // One raster for all lines: two that cross in a cell share its dots, and the later one gives the look.
        var raster = ChartRaster(columns: plot.width, rows: plot.height, style: style(canvas))
        // The first last: where lines lie on each other it is the one that is looked at.
        for (index, line) in lines.enumerated().reversed() where !isAlone(line, on: canvas) {
            let scale = scales[units.firstIndex(of: line.series.unit) ?? 0]
            put(line, scale, start, end, owner: UInt8(truncatingIfNeeded: index), into: &raster)
        }
        raster.draw(into: canvas.sub(plot), looks: (0..<Role.maximumSeries).map { look.style(Role.ofSeries($0)) })
        // The first lies on top here, too.
        for (index, line) in lines.enumerated().reversed() where line.range.count == 1 && canvas.glyphs != .ascii {
            let scale = scales[units.firstIndex(of: line.series.unit) ?? 0]
            drawSingle(line, scale, start, end, plot, look.style(Role.ofSeries(index)), into: canvas)
        }
    }

    /// A value that no line leads to or from: a dot of a cell is seen by nobody.
    private func drawSingle(
        _ line: Line, _ scale: ChartScale, _ start: Moment, _ end: Moment, _ plot: Rect, _ style: Style,
        into canvas: Canvas
    ) {
        guard end > start, line.series.points.count == 1 else { return }
        let point = line.series.points.value(at: line.range.lowerBound)
        let across = min(1, max(0, Double(point.time - start) / Double(end - start)))
        let x = plot.x + Int((across * Double(plot.width - 1)).rounded())
        let y = plot.maxY - 1 - Int((scale.place(of: point.value) * Double(plot.height - 1)).rounded())
        canvas.put("●", x: x, y: y, style: style)
    }

    private func style(_ canvas: Canvas) -> ChartWindow.Style {
        canvas.glyphs == .ascii ? .ascii : window.style ?? (canvas.glyphs.hasBraille ? .braille : .blocks)
    }

    private func drawNothing(_ lines: [Line], _ look: Look, into canvas: Canvas) {
        let isEmpty = series.allSatisfy { $0.points.count == 0 }
        let name = series.first?.name ?? ""
        let words = "\(name): no value \(isEmpty ? "yet" : "in this time")"
        canvas.put(words, x: 1, y: 0, style: look.style(.text))
        if !isEmpty, canvas.size.height > 1 {
            canvas.put(hint, x: 1, y: 1, style: look.style(.textDim))
        }
    }

    // MARK: - Measures

    private func measure(_ series: ChartSeries<Unit>, _ start: Moment, _ end: Moment) -> Line {
        let points = series.points
        let first = points.index(from: start)
        // The last moment belongs to the window: a value of this very instant is the one people wait for.
        let behind = points.index(from: end + 1)
        var line = Line(series: series, range: first..<max(first, behind))
        var left = line.range.count
        points.forEach(from: first) { _, value in
            guard left > 0 else { return }
            left -= 1
            line.low = min(line.low, value)
            line.high = max(line.high, value)
            line.last = value
        }
        return line
    }

    /// The units in the order in which they come.
    private func units(of lines: [Line]) -> [Unit] {
        var units: [Unit] = []
        for line in lines where !units.contains(line.series.unit) { units.append(line.series.unit) }
        return units
    }

    private func scales(of lines: [Line], _ units: [Unit], rows: Int) -> [ChartScale] {
        units.map { unit in
            let shown = lines.filter { $0.series.unit == unit && $0.last != nil }
            return ChartScale(
                // No line of this unit has a value in the window: 0 to 1, so that the axis is still one.
                low: shown.reduce(.infinity) { min($0, $1.low) }.finite ?? 0,
                high: shown.reduce(-.infinity) { max($0, $1.high) }.finite ?? 1, marks: max(1, rows / 3))
        }
    }

    /// The look of the numbers of a unit: that of its line, where there are two units and one line of it.
    private func axisLook(of unit: Unit, _ lines: [Line], isOnly: Bool, _ look: Look) -> Style {
        let own = lines.indices.filter { lines[$0].series.unit == unit }
        return look.style(isOnly || own.count != 1 ? .textDim : Role.ofSeries(own[0]))
    }

    /// At which axis a line is read; empty where there is one.
    private static func side(of line: Line, _ units: [Unit]) -> String {
        guard units.count > 1, let place = units.firstIndex(of: line.series.unit) else { return "" }
        return place == 0 ? "left" : place == 1 ? "right" : "no axis"
    }

    private func labels(_ scale: ChartScale, _ unit: Unit, rows: Int) -> [(row: Int, text: String)] {
        var labels: [(row: Int, text: String)] = []
        for mark in scale.marks {
            let row = rows - 1 - Int((scale.place(of: mark) * Double(rows - 1)).rounded())
            // Two marks may fall into one row of a low chart: the lower one stays.
            if labels.last?.row != row { labels.append((row, unit.mark(mark, step: scale.step))) }
        }
        return labels
    }

    // MARK: - Drawing

    private func drawLegend(_ lines: [Line], _ units: [Unit], rows: Int, _ look: Look, into canvas: Canvas) {
        // All of one width, so that their values stand below each other.
        let names = lines.prefix(rows).reduce(0) { max($0, displayWidth(of: $1.series.name)) }
        let more = lines.count > rows ? "+\(lines.count - rows) more" : ""
        // 15 columns are what most figures need: they stand still while they grow. A longer one moves those of all rows.
        let figures = lines.prefix(rows).reduce(units.count > 1 ? [15, 5, 15] : [15, 15]) { widths, line in
            let texts = Self.figures(of: line, units)
            return texts.isEmpty ? widths : zip(widths, texts).map { max($0, displayWidth(of: $1)) }
        }
        for (y, line) in lines.prefix(rows).enumerated() {
            // The count of the lines left out stands at the end of the last row.
            let end = canvas.size.width - (y == rows - 1 && !more.isEmpty ? more.utf8.count + 1 : 0)
            let style = look.style(Role.ofSeries(y))
            canvas.put(canvas.glyphs == .ascii ? "-" : "━", x: 1, y: y, style: style)
            // 48 columns are for last, min and max, 25 for last alone: a short name is whole as long as that stands beside it.
            let width = min(names, max(8, canvas.size.width - 48, min(16, canvas.size.width - 25)))
            canvas.put(tailOf: line.series.name, x: 3, y: y, style: style, limit: min(width, end - 4))
            var x = 3 + width + 2
            guard let last = line.last else {
                canvas.put("no value in this time", x: x, y: y, style: look.style(.textDim), limit: end - x)
                continue
            }
            // Without its word where that is in the way: what stands behind a name is its value.
            let words = ["last \(line.series.unit.words(last))", line.series.unit.words(last)]
            let first = words.first { x + displayWidth(of: $0) <= end } ?? canvas.marks.ellipsis
            canvas.put(first, x: min(x, end - displayWidth(of: first)), y: y, style: look.style(.text))
            x += max(figures[0], displayWidth(of: first)) + 2
            for (text, width) in zip(Self.figures(of: line, units).dropFirst(), figures.dropFirst() + [0]) {
                guard x + displayWidth(of: text) <= end else { break }
                canvas.put(text, x: x, y: y, style: look.style(.textDim))
                x += width + 2
            }
        }
        canvas.put(more, endingAt: canvas.size.width, y: rows - 1, style: look.style(.textDim))
    }

    /// What the legend says of a line behind its name; empty without a value.
    private static func figures(of line: Line, _ units: [Unit]) -> [String] {
        guard let last = line.last else { return [] }
        let unit = line.series.unit
        let side = side(of: line, units)
        return ["last \(unit.words(last))"] + (side.isEmpty ? [] : [side])
            + ["min \(unit.words(line.low))", "max \(unit.words(line.high))"]
    }

    private func drawAxis(
        _ labels: [(row: Int, text: String)], _ style: Style, at x: Int, endingAt right: Int, _ area: Rect,
        _ look: Look, into canvas: Canvas
    ) {
        let isASCII = canvas.glyphs == .ascii
        for y in 0..<area.height {
            canvas.put(isASCII ? "|" : "│", x: x, y: area.y + y, style: look.style(.chart))
        }
        for label in labels {
            canvas.put(label.text, endingAt: right + 1, y: area.y + label.row, style: style)
            canvas.put(isASCII ? "+" : "┤", x: x, y: area.y + label.row, style: look.style(.chart))
        }
    }

    private func drawTime(
        _ start: Moment, _ end: Moment, _ plot: Rect, y: Int, _ note: String, _ look: Look, into canvas: Canvas
    ) {
        let words = ChartAxis.words(start, end, width: plot.width)
        canvas.put(canvas.glyphs == .ascii ? "+" : "╰", x: plot.x - 1, y: y, style: look.style(.chart))
        let first = canvas.put(words.start, x: plot.x, y: y, style: look.style(.textDim))
        let last = words.end
        canvas.put(last, endingAt: plot.maxX, y: y, style: look.style(.textDim))
        let time = window.label(from: start, to: end)
        let label = note.isEmpty ? time : "\(note) \(time)"
        if plot.width > first + last.utf8.count + label.utf8.count + 4 {
            let x = plot.x + (plot.width - label.utf8.count) / 2
            canvas.put(label, x: x, y: y, style: look.style(.textDim))
        }
    }

    /// Whether a line is one value, which a mark shows where there are marks: a dot of the raster would stand beside it. One
    /// with neighbours out of sight has lines to them.
    private func isAlone(_ line: Line, on canvas: Canvas) -> Bool {
        line.range.count == 1 && line.series.points.count == 1 && canvas.glyphs != .ascii
    }

    private func put(
        _ line: Line, _ scale: ChartScale, _ start: Moment, _ end: Moment, owner: UInt8, into raster: inout ChartRaster
    ) {
        guard end > start else { return }
        let points = line.series.points
        // The lines that come in from the left and go out to the right belong to the picture.
        let from = max(line.range.lowerBound - 1, 0)
        let to = min(line.range.upperBound + 1, points.count)
        var before: (x: Int, y: Int)?
        var next = from
        points.forEach(from: from) { time, value in
            guard next < to else { return }
            let index = next
            next += 1
            let across = Double(time - start) / Double(end - start)
            let place = (
                // A neighbour may lie years outside: bounded, so that no number overflows and no line has millions of
                // steps. Only the slope at the edge suffers.
                x: Int((min(max(across, -4), 5) * Double(raster.width - 1)).rounded()),
                y: raster.height - 1 - Int((scale.place(of: value) * Double(raster.height - 1)).rounded())
            )
            if let before, !points.isBroken(before: index) {
                raster.line(from: before, to: place, owner: owner)
            } else if line.range.contains(index) {
                // Behind a gap, or alone: a dot, since no line leads to it.
                raster.line(from: place, to: place, owner: owner)
            }
            before = place
        }
    }
}

extension Double {
    /// Itself when it is a number.
    fileprivate var finite: Double? { isFinite ? self : nil }
}

extension Role {
    /// The most lines that are told apart by their look.
    package static let maximumSeries = 6

    /// The look of a chart's line.
    package static func ofSeries(_ index: Int) -> Role {
        switch index % maximumSeries {
        case 0: .chart1
        case 1: .chart2
        case 2: .chart3
        case 3: .chart4
        case 4: .chart5
        default: .chart6
        }
    }
}
