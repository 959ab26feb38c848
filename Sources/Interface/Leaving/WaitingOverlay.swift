import Kit
import Model
import Terminal

/// Waits until the brokers have what was published and servers have answered, then leaves.
///
///     asked ──w──> waiting ──nothing waits any more──> leaves
///                     │ something failed, `Esc` ──────> stays
///                     └ `d` ──────────────────────────> drops what is left, and leaves
final class WaitingOverlay: Overlay {
    var title: String {
        if isOfRequests { return "Waiting for answers" }
        return goal.requests(model).isEmpty ? "Waiting for the broker" : "Waiting for the broker and for answers"
    }
    let keyContext = KeyContext.leaving
    let stage: Stage
    private let model: Model
    private let goal: Leaving.Goal
    /// What went wrong since the question was asked.
    private var news: LeavingNews

    /// Stops what would never end, and waits for the rest.
    /// - Parameter news: what went wrong since it was asked about.
    init(_ goal: Leaving.Goal, _ news: LeavingNews, _ model: Model, _ stage: Stage) {
        self.goal = goal
        self.model = model
        self.stage = stage
        self.news = news
        // What counts as failed because of that is not news.
        self.news.ignore {
            for workspace in goal.connections(model) { workspace.publishing.stopOpenRuns() }
            if !goal.repeated(model).isEmpty { model.requests.repeats.stopOpen() }
        }
    }

    private var waiting: [WaitingPublishes] {
        goal.connections(model).map { WaitingPublishes($0.publishing) }.filter { !$0.isEmpty }
    }

    /// Whether nothing is waited for but answers.
    private var isOfRequests: Bool { waiting.isEmpty }

    private var pronoun: String { isOfRequests && goal.requests(model).count == 1 ? "it" : "them" }

    /// Leaves when nothing waits any more; stays when something failed meanwhile.
    func look() -> OverlayAnswer {
        let waiting = waiting
        if waiting.isEmpty, !goal.requests(model).isEmpty { return .stay }
        if !waiting.isEmpty {
            // Held alone: nothing is on its way any more, and only the person can go on.
            guard waiting.allSatisfy(\.isHeldAlone) else { return .stay }
            let key = stage.keymap.key(for: .publishes, in: .anywhere).map { ": \($0) decides" } ?? ""
            let count = waiting.reduce(0) { $0 + $1.held }
            stage.say(.warning, "\(count == 1 ? "1 publish is" : "\(Figures.count(count)) publishes are") held\(key)")
            return .done
        }
        // What failed is told before the program ends, and not lost with it.
        guard let words = news.words(stage.keymap.key(for: .publishes, in: .anywhere)) else {
            return OverlayAnswer(isDone: true, effects: goal.effects)
        }
        stage.say(.error, words)
        return .done
    }

    func size(screen: Size) -> Size {
        let width = min(76, screen.width - 4)
        return Size(width: width, height: min(lines(width: width - 4).count + 4, screen.height - 2))
    }

    func perform(_ action: Action) -> OverlayAnswer {
        switch action {
        case .back: .done
        case .drop: OverlayAnswer(isDone: true, effects: goal.effects)
        default: .stay
        }
    }

    /// What waits of each connection, and what stands in its way.
    private func lines(width: Int) -> [String] {
        goal.connections(model).flatMap { workspace -> [String] in
            let waiting = WaitingPublishes(workspace.publishing)
            guard !waiting.isEmpty else { return [] }
            let connection = workspace.connection
            let why = obstacle(connection.state).map { wrapped($0, width: width) } ?? []
            return wrapped("\(connection.name): \(waiting.words)", width: width) + why
        } + goal.requests(model, isBounded: true).flatMap { wrapped($0, width: width) }
    }

    private func obstacle(_ connection: ConnectionStatus.State) -> String? {
        switch connection {
        case .connected: nil
        case .idle: "not connected"
        case .connecting: "connecting"
        // Rounded up: it is tried at 0, and not half a second before.
        case .waiting(let until, _, let reason):
            "tried again in \(max(0, (until - stage.now + 999_999) / 1_000_000))s: \(reason)"
        case .refused(let reason): "refused: \(reason)"
        case .closed(let reason): "closed: \(reason)"
        }
    }

    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        let lines = lines(width: canvas.size.width - 2)
        let room = max(1, canvas.size.height - 2)
        for (y, line) in lines.prefix(room).enumerated() {
            let text = y == room - 1 && lines.count > room ? "and \(lines.count - y) lines more" : line
            canvas.put(text, x: 1, y: y, style: look.style(.text), limit: canvas.size.width - 2)
        }
        drawHints(
            [(.drop, "\(isOfRequests ? "stop" : "drop") \(pronoun) and \(goal.verb)"), (.back, "stay")],
            y: canvas.size.height - 1, look, into: canvas)
        look.changesNextSecond()
        return nil
    }
}
