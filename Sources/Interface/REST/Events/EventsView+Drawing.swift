import Kit
import Model
import Payloads
import Profile
import REST
import Terminal
import Text
import Topics

extension EventsView {
    /// What is not seen: of the event that is read, else of the rows.
    var hidden: HiddenRows { isReading ? view.hidden : cursor?.hidden ?? HiddenRows() }

    /// Draws the rows and what is read; answers where the cursor of a field is.
    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        guard let stream, let cursor else { return nil }
        let (width, height) = (canvas.size.width, canvas.size.height)
        let selected = cursor.selectedRow
        let columns = EventColumns(width: width, stream)
        for (y, line) in cursor.lines.enumerated() where y < listHeight {
            switch line {
            case .gap: LogGap.draw(y: y, look, into: canvas)
            case .message(let event, let row):
                columns.draw(event, y: y, look, into: canvas)
                if row == selected {
                    canvas.restyle(Rect(x: 0, y: y, width: width, height: 1), look.selection)
                }
            }
        }
        if cursor.lines.isEmpty {
            canvas.put(emptyWords, x: 1, y: 0, style: look.style(.textDim), limit: max(0, width - 2))
        }
        let bottom = height - (showsFilterLine ? 1 : 0)
        var place: Point?
        if listHeight < bottom {
            drawLine(y: listHeight, look, into: canvas)
            let area = Rect(x: 0, y: listHeight + 1, width: width, height: max(0, bottom - listHeight - 1))
            if area.height > 0, let found = view.draw(look, into: canvas.sub(area)) {
                place = Point(x: found.x, y: found.y + listHeight + 1)
            }
        }
        guard showsFilterLine else { return place }
        let line = FilterLine(
            // `field` is also that of what is read, which has a line of its own.
            field: view.field == nil ? field : nil, text: filter, problem: cursor.log.topicFilterProblem,
            result: filter.isEmpty ? "" : "\(Figures.count(cursor.log.count))\(cursor.log.isExact ? "" : "+") found",
            hint: "text in the event, topic:NAME, or both")
        return line.draw(look, y: bottom, into: canvas) ?? place
    }

    private var emptyWords: String {
        guard let cursor, let stream else { return "" }
        if !cursor.log.isExact { return "Looking ..." }
        if !filter.isEmpty { return "No event kept matches." }
        return stream.state == .over ? "No event came." : "No event yet."
    }

    /// The line between the rows and what is read: what that is.
    private func drawLine(y: Int, _ look: Look, into canvas: Canvas) {
        let style = look.style(isReading ? .titleFocused : .textDim)
        canvas.fill(Rect(x: 0, y: y, width: canvas.size.width, height: 1), style, canvas.glyphs == .ascii ? "-" : "─")
        guard let stream, let event = cursor?.selectedMessage else { return }
        let id = stream.id(of: event.sequence)
        var words = " \(stream.live.topics.shownTopic(event.topic))"
        if !id.isEmpty { words += " #\(id)" }
        words += ", \(Figures.bytes(Double(event.payloadSize)))"
        words += lacksOlder ? ", diff: nothing older" : ", \(view.mode.rawValue)"
        canvas.put(words + " ", x: 2, y: y, style: style, limit: max(0, canvas.size.width - 4))
    }

    /// `1,204, following, 4.1/s`
    func info(_ look: Look) -> String {
        guard let stream, let cursor else { return "" }
        // Nothing comes any more: there is nothing to follow, and no rate.
        if stream.state == .over {
            // What a pause holds back has come all the same, and is seen when it goes on.
            let new = cursor.log.isHeld ? cursor.log.arrivedSinceHold : 0
            let held = new > 0 ? ", paused, \(Figures.count(new)) new" : ""
            return "\(Figures.count(cursor.log.count))\(cursor.log.isExact ? "" : "+")\(held), ended"
        }
        var words = cursor.words
        let traffic = stream.live.traffic
        // A rate sinks while nothing comes: the frame is drawn again when it does.
        if let change = traffic.nextChange(now: look.now) { look.changes(at: change) }
        let rate = traffic.meanMessages(now: look.now)
        if rate > 0 { words += ", \(Figures.rate(rate))" }
        return words
    }

    /// What is to be said above the rows.
    func notes(_ look: Look) -> [String] {
        guard let stream else { return [] }
        var notes: [String] = []
        if stream.format == .messages, stream.state == .open {
            notes.append("\(stage.keymap.name(of: .sendLine, in: .stream)) sends a message")
        }
        switch stream.state {
        case .waiting(let moment, let why):
            look.changesNextSecond()
            let left = max(0, moment - look.now)
            notes.append("\(why): asked again in \(TimeWords.words(left * 1000))")
        // What these are stands beside the status.
        case .asking, .open, .over: break
        }
        if stream.connections > 1, stream.state != .over {
            notes.append("Connected \(Figures.count(stream.connections)) times by now")
        }
        if stream.letGo > 0 {
            notes.append(
                "\(Figures.count(stream.letGo, "event")) let go to make room; kept are \(Figures.bytes(Double(EventStream.budget)))"
            )
        }
        if stream.cut.events > 0 {
            notes.append(
                "\(Figures.count(stream.cut.events, "event")) cut, \(Figures.bytes(Double(stream.cut.bytes))) let go: one is kept up to \(Figures.bytes(Double(StreamReader.limit)))"
            )
        }
        return notes
    }
}

extension EventStream {
    /// Whether events have names: lines and values have one for all, and no ids.
    var hasNames: Bool {
        switch format {
        case .events, .parts, .messages, nil: true
        case .jsonLines, .jsonSequence, .lines: false
        }
    }
}

/// Where the columns of events are: time, name, id, size, what it says. They depend on the width alone.
struct EventColumns {
    private let stream: EventStream
    private let showsMilliseconds: Bool
    private let name: Int
    private let nameWidth: Int
    private let id: Int
    private let idWidth: Int
    private let data: Int

    init(width: Int, _ stream: EventStream) {
        self.stream = stream
        showsMilliseconds = width >= 50
        name = showsMilliseconds ? 13 : 9
        // What a WebSocket's messages are called is known, and short: what they say has the room.
        let longest = stream.format == .messages ? EventStream.sentPrefix.count + 7 : 30
        nameWidth = stream.hasNames ? max(4, min(longest, (width - name) / 3)) : 0
        id = name + (nameWidth > 0 ? nameWidth + 1 : 0)
        // Only server-sent events have ids (HTML 9.2.6).
        idWidth = stream.format == .events && width >= 60 ? 6 : 0
        data = id + (idWidth > 0 ? idWidth + 1 : 0) + 8
    }

    func draw(_ event: StoredMessage, y: Int, _ look: Look, into canvas: Canvas) {
        let time = showsMilliseconds ? Figures.time(event.time) : Figures.clock(event.time)
        canvas.put(time, x: 0, y: y, style: look.style(.textDim))
        if nameWidth > 0 {
            stream.live.topics.withTopic(event.topic) {
                // What was said from here is told from what came, also by its look.
                let isSent = stream.format == .messages && $0.starts(with: EventStream.sentPrefix.utf8)
                canvas.put(
                    tailOf: $0, x: name, y: y, style: look.style(isSent ? .headerName : .topicName), limit: nameWidth)
            }
        }
        if idWidth > 0 {
            // Servers choose ids: they may hold anything.
            canvas.put(visible(stream.id(of: event.sequence)), x: id, y: y, style: look.style(.textDim), limit: idWidth)
        }
        canvas.put(
            Figures.bytes(Double(event.payloadSize)), endingAt: data - 1, y: y, style: look.style(.textDim))
        let room = canvas.size.width - data
        guard room > 0 else { return }
        let text = stream.live.messages.withPayload(event.sequence) { excerpt($0, limit: room + 1) } ?? ""
        let style = look.style(text.isEmpty ? .textDim : .topicValue)
        canvas.put(text.isEmpty ? "(empty)" : text, x: data, y: y, style: style, limit: room)
    }
}
