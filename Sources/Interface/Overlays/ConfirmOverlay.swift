import Kit
import Model
import Terminal

/// A question that one key says yes to; every other key says no.
final class ConfirmOverlay: Overlay {
    let title: String
    let keyContext = KeyContext.confirm
    let stage: Stage
    private var question: String
    /// What the whole question is found with, a slice at a time; nil where it is whole.
    private var find: ((ContinuousClock.Instant) -> String?)?
    private let yes: () -> [Effect]
    private let no: () -> [Effect]
    /// The most lines of a question.
    private static let maximumLines = 12

    init(
        _ stage: Stage, _ title: String, _ question: String, no: @escaping () -> [Effect] = { [] },
        yes: @escaping () -> [Effect]
    ) {
        self.stage = stage
        self.no = no
        self.title = title
        self.question = question
        self.yes = yes
    }

    /// A question that is not whole before something was looked through.
    /// - Parameter finding: looks on until a deadline; the whole question, or nil while there is more to look through.
    convenience init(
        _ stage: Stage, _ title: String, finding: @escaping (ContinuousClock.Instant) -> String?,
        yes: @escaping () -> [Effect]
    ) {
        self.init(stage, title, "Looking at what it is about ...", yes: yes)
        find = finding
    }

    var hasWork: Bool { find != nil }

    func advance(until deadline: ContinuousClock.Instant) -> Bool {
        guard let find else { return false }
        if let whole = find(deadline) { (question, self.find) = (whole, nil) }
        return true
    }

    func size(screen: Size) -> Size {
        // Lines of more than a hundred columns are hard to find one's way in.
        let width = min(max(40, displayWidth(of: question) + 4), 104, screen.width - 4)
        // Four: the frame, a blank row and the keys; two: the status line and the views.
        let lines = lines(Size(width: width - 4, height: screen.height - 6))
        return Size(width: width, height: 4 + lines.count)
    }

    /// The question, on as many lines as it needs where the screen is narrow.
    private func lines(_ room: Size) -> [String] {
        let lines = displayWidth(of: question) <= room.width ? [question] : wrapped(question, width: room.width)
        // The hint with the key that means yes is always seen.
        let most = max(1, min(Self.maximumLines, room.height))
        guard lines.count > most else { return lines }
        return lines.prefix(most - 1) + ["(\(Figures.count(lines.count - most + 1, "more line")) that do not fit)"]
    }

    func perform(_ action: Action) -> OverlayAnswer {
        if action == .yes, hasWork {
            // What was not asked yet cannot be answered.
            stage.say(.info, "Still looking: the question is not whole yet")
            return .stay
        }
        return OverlayAnswer(isDone: true, effects: action == .yes ? yes() : no())
    }

    // Whatever is pressed without reading means no.
    func type(_ key: KeyPress) -> OverlayAnswer { OverlayAnswer(isDone: true, effects: no()) }

    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        let lines = lines(Size(width: canvas.size.width - 2, height: canvas.size.height - 2))
        for (y, line) in lines.enumerated() {
            canvas.put(line, x: 1, y: y, style: look.style(.text), limit: canvas.size.width - 2)
        }
        let hints = stage.keymap.hints([(.yes, "yes")], in: keyContext) + [("any other key", "no")]
        let y = lines.count + 1
        drawHints(hints, y: y, look, into: canvas)
        let no = displayWidth(of: hints[hints.count - 1].key) + "no".utf8.count + 1
        let start = 1 + hints.dropLast().reduce(0) { $0 + displayWidth(of: $1.key) + displayWidth(of: $1.words) + 4 }
        // "any other key" is no notation, so `drawHints` has made no button of it.
        stage.mark(Rect(x: start, y: y, width: no, height: 1), on: canvas, .key(KeyPress(.escape)))
        return nil
    }
}
