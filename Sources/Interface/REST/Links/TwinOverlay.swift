import Kit
import Payloads
import Profile
import Terminal

/// Where a topic's last message and the answer of its twin differ, line by line of their pretty forms.
final class TwinOverlay: Overlay {
    let title: String
    let keyContext = KeyContext.twin
    let stage: Stage
    private let view = DocumentView()
    /// The status where it tells of a failure, and then what is compared, each part as its lines are drawn.
    private let words: [(text: String, role: Role)]
    private let go: () -> [Effect]

    /// - Parameters:
    ///   - message: the last payload of the topic; nil when none is kept.
    ///   - go: goes to the topic.
    init(
        _ stage: Stage, topic: String, url: String, status: Int?, message: PayloadBytes?, answer: PayloadBytes,
        go: @escaping () -> [Effect]
    ) {
        self.stage = stage
        self.go = go
        title = "Twins: \(topic)"
        if let message {
            // Which is older nobody knows: the topic is taken for the first, as the legend says.
            view.show(Document(diff: message, answer), of: nil, staysInPlace: false)
            var words: [(text: String, role: Role)] = []
            // What is compared then is no state of the thing but why there is none.
            if let status, status >= 400 {
                let reason = StatusMeaning.of(status)?.reason ?? ""
                words.append(("\(status) \(reason)", ResponseHead.role(of: status)))
            }
            if message == answer {
                words.append(("The topic and \(url) tell the same, byte for byte", .textDim))
            } else {
                words += [("- the topic", .diffRemoved), ("+ \(url)", .diffAdded)]
            }
            self.words = words
        } else {
            words = [("No message of the topic is kept", .textDim)]
        }
    }

    func size(screen: Size) -> Size { Size(width: min(110, screen.width - 4), height: screen.height - 4) }

    func perform(_ action: Action) -> OverlayAnswer {
        switch action {
        case .back: return .done
        case .jump: return OverlayAnswer(isDone: true, effects: go())
        default: _ = view.perform(action)
        }
        return .stay
    }

    var hasWork: Bool { view.hasWork }

    func advance(until deadline: ContinuousClock.Instant) -> Bool { view.advance(until: deadline) }

    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        let (width, height) = (canvas.size.width, canvas.size.height)
        // A URL may be longer than the row: both ends of it say what is compared.
        let isOneRow = words.reduce(1) { $0 + displayWidth(of: $1.text) + 3 } <= width
        let parts = words.flatMap { part in wrapped(part.text, width: width - 2).map { ($0, part.role) } }
        let lines = parts.prefix(isOneRow ? parts.count : max(1, height / 3))
        var x = 1
        for (y, line) in lines.enumerated() {
            let used = canvas.put(
                line.0, x: x, y: isOneRow ? 0 : y, style: look.style(line.1), limit: width - 1 - x)
            if isOneRow { x += used + 3 }
        }
        let head = isOneRow ? 1 : lines.count
        let room = Size(width: width, height: max(1, height - 1 - head))
        let inside = canvas.sub(Rect(x: 0, y: head, width: width, height: room.height))
        view.fit(to: room, wraps: true)
        if view.document != nil { _ = view.draw(look, into: inside) }
        drawHints([(.jump, "to the topic"), (.back, "back")], y: height - 1, look, into: canvas)
        return nil
    }
}
