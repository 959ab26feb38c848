import Kit
import Payloads
import Terminal

/// Where a topic's last message and the answer of its twin differ, line by line of their pretty forms.
final class TwinOverlay: Overlay {
    let title: String
    let keyContext = KeyContext.twin
    let stage: Stage
    private let view = DocumentView()
    private let words: String
    private let go: () -> [Effect]

    /// - Parameters:
    ///   - message: the last payload of the topic; nil when none is kept.
    ///   - go: goes to the topic.
    init(
        _ stage: Stage, topic: String, url: String, message: PayloadBytes?, answer: PayloadBytes,
        go: @escaping () -> [Effect]
    ) {
        self.stage = stage
        self.go = go
        title = "Twins: \(topic)"
        if let message {
            // Which is older nobody knows: the topic is taken for the first, as the legend says.
            view.show(Document(diff: message, answer), of: nil, staysInPlace: false)
            words = message == answer ? "The topic and \(url) tell the same, byte for byte" : "- the topic   + \(url)"
        } else {
            words = "No message of the topic is kept"
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
        let lines = wrapped(words, width: width - 2).prefix(max(1, height / 3))
        for (y, line) in lines.enumerated() {
            canvas.put(line, x: 1, y: y, style: look.style(.textDim), limit: width - 2)
        }
        let room = Size(width: width, height: max(1, height - 1 - lines.count))
        let inside = canvas.sub(Rect(x: 0, y: lines.count, width: width, height: room.height))
        view.fit(to: room, wraps: true)
        if view.document != nil { _ = view.draw(look, into: inside) }
        drawHints([(.jump, "to the topic"), (.back, "back")], y: height - 1, look, into: canvas)
        return nil
    }
}
