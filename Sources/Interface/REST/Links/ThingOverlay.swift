import Hypermedia
import Kit
import Model
import Payloads
import Profile
import Terminal

/// A thing as its description tells of it (WoT TD 1.1): properties, actions and events, and beneath each what can be done
/// with it, over HTTP or over MQTT.
final class ThingOverlay: FilteredOverlay {
    let title: String
    var keyContext: KeyContext { filter.isTyping ? .field : .thing }
    var filter = ListFilter()
    let stage: Stage
    private let thing: Thing
    private let following: LinkFollowing
    private let all: [Row]
    private var list = ListCursor<Int>()

    /// A line: something that the thing offers, or one way to use it.
    private struct Row {
        var affordance: Thing.Affordance
        /// Nil for the line that names it.
        var operation: ThingOperation?
    }

    /// - Parameter following: how requests are made: from which answer the description is, if from one.
    init(_ thing: Thing, _ following: LinkFollowing) {
        self.thing = thing
        self.following = following
        stage = following.stage
        title = "Thing: \(thing.title)"
        all = thing.affordances.flatMap { affordance in
            [Row(affordance: affordance)] + affordance.operations.map { Row(affordance: affordance, operation: $0) }
        }
    }

    /// Reads a description and opens it; false when it is none.
    static func open(_ bytes: PayloadBytes, url: String?, _ following: LinkFollowing) -> Bool {
        guard let thing = ThingReader.read(bytes, url: url) else { return false }
        following.stage.overlays.append(ThingOverlay(thing, following))
        return true
    }

    private static let details = 4

    func size(screen: Size) -> Size {
        Size(
            width: min(110, screen.width - 4),
            height: min(screen.height - 2, max(6, all.count) + Self.details + 3 + min(2, thing.remarks.count)))
    }

    /// What is listed: all of what the filter finds, with its line.
    private var rows: [Row] {
        if filter.text.isEmpty { return all }
        return all.filter { row in
            let affordance = row.affordance
            let ways = affordance.operations.map { "\($0.verb) \($0.target)" }.joined(separator: " ")
            return filter.passes("\(affordance.kind.rawValue) \(affordance.name) \(affordance.title ?? "") \(ways)")
        }
    }

    /// Lines that name something are passed by.
    private var places: [Int?] { rows.enumerated().map { $1.operation == nil ? nil : $0 } }

    // MARK: - Keys

    /// What was selected was a row of another list: rows are known by their place.
    func narrow() { list = ListCursor() }

    func perform(_ action: Action) -> OverlayAnswer {
        if performFilter(action) { return .stay }
        switch action {
        case .back: return .done
        case .follow, .accept:
            let rows = rows
            guard let place = list.selected, rows.indices.contains(place), let operation = rows[place].operation else {
                return .stay
            }
            return OverlayAnswer(isDone: true, effects: use(operation, rows[place].affordance))
        default: _ = list.perform(action, places)
        }
        return .stay
    }

    func click(_ point: Point) -> OverlayAnswer {
        let rows = rows
        guard let place = list.place(ofRow: point.y), rows.indices.contains(place), rows[place].operation != nil else {
            return .stay
        }
        // The second press on the same row, however late: a double click is two presses here.
        if place == list.selected { return perform(.follow) }
        list.put(place, places)
        return .stay
    }

    private func use(_ operation: ThingOperation, _ affordance: Thing.Affordance) -> [Effect] {
        switch operation.way {
        case .http(let http):
            var link = Link(
                context: http.url, relation: "\(operation.verb) \(affordance.name)", written: http.url, format: .guess,
                place: .body(path: affordance.name, offset: 0))
            (link.isTemplate, link.method) = (http.isTemplate, http.method)
            link.title = affordance.title
            link.variables = http.variables
            let fields = http.fields.map { (name: $0.name, value: $0.value) }
            return ThingSignIn.ask(operation.security, for: http.url, following) { [following] signIn in
                following.use(link, headers: fields, body: http.body, signIn: signIn)
            }
        case .listen(let topic):
            return stage.journeys?.listen(at: topic.broker, to: topic.filters, qos: topic.qos ?? 0) ?? []
        case .publish(let topic, let payload):
            var draft = PublishDraft()
            draft.topic = topic.filters.first ?? ""
            // From the description: its braces are text.
            draft.payload = TemplateCall.quoted(payload)
            // Payloads are JSON where a description says nothing else (WoT Thing Description 1.1, contentType).
            draft.format = payload.isEmpty ? .text : .json
            (draft.qos, draft.retain) = (topic.qos ?? 0, topic.isRetained)
            return stage.journeys?.compose(draft, at: topic.broker) ?? []
        case .other(let url):
            stage.say(.warning, "martlet does not speak the protocol of \(url)")
            return []
        }
    }

    // MARK: - Drawing

    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        let (width, height) = (canvas.size.width, canvas.size.height)
        let room = max(1, height - Self.details - 1)
        let rows = rows
        list.fit(places, height: room)
        stage.hiddenRows = list.hidden
        if rows.isEmpty {
            let words = filter.text.isEmpty ? "It offers nothing." : "Nothing here has that."
            canvas.put(words, x: 1, y: 0, style: look.style(.textDim))
        }
        for (y, place) in list.visible.enumerated() {
            draw(rows[place], y: y, look, into: canvas)
            if place == list.selected {
                canvas.restyle(Rect(x: 0, y: y, width: width, height: 1), look.theme[.selection])
            }
        }
        let lines = detailLines.prefix(Self.details - 1)
        for (offset, line) in lines.enumerated() {
            // Apart from the rows and from the keys, as far as there is room.
            let y = height - 2 - lines.count + offset
            canvas.put(line, x: 1, y: y, style: look.style(.textDim), limit: width - 2)
        }
        let hints: [(action: Action, words: String)] = [(.follow, "use it"), (.filter, "filter"), (.back, "back")]
        drawHints(filterHints(or: hints), y: height - 1, look, into: canvas)
        guard filter.isShown else { return nil }
        return filter.draw(look, y: height - 2, found: rows.count { $0.operation != nil }, into: canvas)
    }

    private func draw(_ row: Row, y: Int, _ look: Look, into canvas: Canvas) {
        let width = canvas.size.width
        guard let operation = row.operation else {
            let kind = row.affordance.kind == .thing ? "" : "\(row.affordance.kind.rawValue) "
            var x = 1
            x += canvas.put(kind, x: x, y: y, style: look.style(.textDim), limit: width - 2)
            x += canvas.put(
                row.affordance.name, x: x, y: y, style: look.style(.headerName), limit: max(0, width - x - 1))
            let words = [row.affordance.title, row.affordance.values].compactMap(\.self).filter { !$0.isEmpty }
            canvas.put(
                words.joined(separator: ", "), x: x + 2, y: y, style: look.style(.textDim), limit: max(0, width - x - 3)
            )
            return
        }
        canvas.put(operation.verb, x: 3, y: y, style: look.style(.text), limit: 14)
        canvas.put(operation.target, x: 18, y: y, style: look.style(.text), limit: max(0, width - 19))
    }

    /// What is known of the selected line.
    private var detailLines: [String] {
        var lines: [String] = []
        let rows = rows
        if let place = list.selected, rows.indices.contains(place), let operation = rows[place].operation {
            var words = [operation.name]
            switch operation.way {
            case .listen(let topic), .publish(let topic, _):
                words.append("broker \(topic.broker)")
                if let qos = topic.qos { words.append("QoS \(qos)") }
                if topic.isRetained { words.append("retained") }
            case .http, .other: break
            }
            if let protocolName = operation.subprotocol { words.append("by \(protocolName)") }
            let security = operation.security.map(\.words).joined(separator: " and ")
            words.append(security.isEmpty ? "no sign-in" : "signs in: \(security)")
            lines.append(words.joined(separator: ", "))
            if let summary = rows[place].affordance.summary { lines.append(summary) }
        }
        if let summary = thing.summary, lines.count < 2 { lines.append(summary) }
        if let first = thing.remarks.first {
            lines.append(thing.remarks.count > 1 ? "\(first); and \(thing.remarks.count - 1) more" : first)
        }
        return lines
    }
}
