import Kit
import Model
import Terminal
import Text
import Topics
import Wire

/// A race as it goes on: the table of what each costs, and how the bytes of both grow. It goes on when this is closed.
final class RaceOverlay: Overlay {
    let title = "Race"
    let keyContext = KeyContext.race
    let stage: Stage
    private let parts: RaceParts
    /// Whether the curve has the place of the table, where there is none for both.
    private var showsCurve = false
    private var cursor = ListCursor<RowNumber>()
    /// The rows of the table at the last drawing.
    private var rowCount = 0

    /// Below so many columns the table has its columns closer together.
    private static let roomy = 76
    /// Columns of the table.
    private static let tableWidth = 100
    /// Rows of a curve that is worth looking at.
    private static let curveHeight = 9

    init(_ parts: RaceParts) {
        stage = parts.stage
        self.parts = parts
    }

    private var race: Race? { parts.model.race }

    func size(screen: Size) -> Size {
        Size(width: screen.width - 2, height: screen.height - 2)
    }

    // MARK: - Keys

    func perform(_ action: Action) -> OverlayAnswer {
        switch action {
        case .back: return .done
        case .nextTab: showsCurve.toggle()
        case .endRace:
            guard race?.isRunning == true else {
                stage.say(.info, "The race is over")
                return .stay
            }
            return OverlayAnswer(effects: [.connection(.endRace)])
        case .race:
            if race?.isRunning == true {
                stage.say(.info, "A race runs: \(stage.keymap.name(of: .endRace, in: .race)) ends it")
                return .stay
            }
            RaceForm.ask(from: .topics, parts)
            return .done
        case .copy: return copy("the table", lines(at: parts.uptime).joined(separator: "\n"))
        case .copyJSON: return copy("the report", race?.report(at: parts.uptime).json ?? "")
        default: _ = cursor.perform(action, of: rowCount)
        }
        return .stay
    }

    private func copy(_ what: String, _ text: String) -> OverlayAnswer {
        OverlayAnswer(effects: stage.copy(what, Array(text.utf8)))
    }

    // MARK: - What is shown

    /// The table, below what is raced.
    private func lines(at uptime: Int64, width: Int? = nil) -> [String] {
        head(width: width)
            + (race?.report(at: uptime).text.split(separator: "\n", omittingEmptySubsequences: false) ?? []).map(
                String.init)
    }

    /// What is raced, why it does not run, and a blank line.
    private func head(width: Int?) -> [String] {
        guard let race else { return [] }
        let words = reason.isEmpty ? [] : width.map { wrapped(reason, width: $0) } ?? [reason]
        return ["\(race.plan.topic) and GET \(race.plan.url)".withoutControls] + words + [""]
    }

    /// What it waits for, or why it ended before its time: long words, which would take the room of the keys below.
    private var reason: String {
        switch race?.state {
        case .waiting: "waiting for the broker to grant the topic"
        case .over(let words) where !words.isEmpty: "over: \(words.withoutControls)"
        case .running, .over, nil: ""
        }
    }

    private var stateWords: String {
        guard let race else { return "no race" }
        switch race.state {
        case .waiting: return "waiting"
        case .running:
            let seconds = race.report(at: parts.uptime).seconds
            return "\(Int(seconds)) of \(Int(Race.seconds(race.plan.time))) s"
        case .over: return "over"
        }
    }

    /// Bytes over time, a line for each.
    private var series: [FigureSeries] {
        guard let race else { return [] }
        var (push, poll) = (LoadHistory(), LoadHistory())
        for sample in race.curve {
            let time = moment(of: (race.began ?? 0) + sample.after)
            push.note(Double(sample.push), at: time)
            poll.note(Double(sample.poll), at: time)
        }
        return [
            FigureSeries(name: "push", unit: .named("B"), points: push),
            FigureSeries(name: "poll", unit: .named("B"), points: poll),
        ]
    }

    /// A time of the race on the clock that people read.
    private func moment(of uptime: Int64) -> Moment { (uptime - parts.model.clockOffset) / 1000 }

    // MARK: - Drawing

    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        let (body, foot) = canvas.bounds.split(bottom: 1)
        let report = body.width < Self.roomy ? race?.report(at: parts.uptime) : nil
        let head = head(width: body.width - 2)
        let lines =
            report.map { head + RaceColumns.lines($0.lines, width: body.width - 2, on: canvas) }
            ?? lines(at: parts.uptime, width: body.width - 2)
        rowCount = lines.count
        let (table, curve) = places(body, rows: lines.count)
        if let table { draw(lines, names: head.count, look, into: canvas.sub(table)) }
        if let curve {
            var whole = look
            // A race that is over has its curve stand still.
            if let ended = race?.ended { whole.now = moment(of: ended) }
            Chart(series, window: .all).draw(whole, into: canvas.sub(curve))
        }
        if race?.isRunning == true { look.changesNextSecond() }
        let words = stateWords
        canvas.put(
            words, endingAt: canvas.size.width - 1, y: foot.y,
            style: look.style(race?.isRunning == true ? .text : .textDim))
        // What it is at comes before the last of the keys.
        let width = max(0, canvas.size.width - displayWidth(of: words) - 3)
        drawHints(
            [
                (.nextTab, curve == nil ? "curve" : table == nil ? "table" : ""),
                // One that is over cannot be ended.
                (.endRace, race?.isRunning == true ? "end it" : ""),
                (.copy, "copy the table"), (.copyJSON, "JSON"), (.race, "another"), (.back, "back"),
            ].filter { !$0.words.isEmpty }, y: 0, look,
            into: canvas.sub(Rect(x: 0, y: foot.y, width: width, height: 1)))
        return nil
    }

    /// The table and the curve beside each other or one above the other, where there is room, else one of them.
    private func places(_ body: Rect, rows: Int) -> (table: Rect?, curve: Rect?) {
        if body.width >= Self.tableWidth + 50 {
            let (left, right) = body.split(left: Self.tableWidth)
            return (left, right)
        }
        if body.height >= rows + Self.curveHeight {
            let (upper, lower) = body.split(top: rows)
            return (upper, lower)
        }
        return showsCurve ? (nil, body) : (body, nil)
    }

    /// - Parameter names: the line with the names of the columns.
    private func draw(_ lines: [String], names: Int, _ look: Look, into canvas: Canvas) {
        cursor.fit(count: lines.count, height: canvas.size.height)
        stage.hiddenRows = cursor.hidden
        for (y, index) in cursor.visible.enumerated() {
            let role: Role = index == 0 ? .topicName : index == names ? .titleFocused : .text
            canvas.put(lines[index], x: 1, y: y, style: look.style(role), limit: canvas.size.width - 2)
            // Where all is seen there is nothing to turn, and no bar.
            guard lines.count > canvas.size.height, index == cursor.row else { continue }
            canvas.restyle(Rect(x: 0, y: y, width: canvas.size.width, height: 1), look.theme[.selection])
        }
    }
}
