import Kit
import Model
import Terminal

/// Requests that are repeated, in the list that has the runs of publishes.
extension PublishesOverlay {
    /// The repeated request of a row; nil for another row.
    private func repeated(_ row: Int?) -> RepeatedRequest? { row.flatMap { $0 < 0 ? requests.repeats[-$0] : nil } }

    /// Does what a key asks for with one; nil where that means something else.
    func perform(_ action: Action, onRepeated row: Int?) -> OverlayAnswer? {
        guard let repeated = repeated(row) else { return nil }
        switch action {
        case .pause: requests.repeats.togglePause(repeated.id, now: uptime)
        case .stopRun:
            guard let exchange = requests.repeats.stopOrRemove(repeated.id) else { return .stay }
            return OverlayAnswer(effects: [.request(.cancel(exchange))])
        case .chart: Charts.open(repeated, requests, stage)
        case .edit:
            guard stage.journeys?.showAnswers(toRequest: repeated.requestID) == true else {
                stage.say(.info, "\(repeated.title) is not among the requests any more")
                return .stay
            }
            return .done
        case .send: return .stay
        default: return nil
        }
        return .stay
    }

    private var uptime: Int64 { repeats.uptime(stage.now) }

    /// All that is to be said of the selected one.
    func story(ofRepeated row: Int?) -> (lines: [String], role: Role)? {
        repeated(row).map { (RepeatWords.story($0, now: uptime), RepeatWords.role($0)) }
    }

    func draw(_ repeated: RepeatedRequest, _ y: Int, _ look: Look, _ canvas: Canvas) {
        // What the names leave is for the figures.
        let names = requests.repeats.all.reduce(0) { max($0, displayWidth(of: $1.title)) }
        let place = min(canvas.size.width / 3, 32, names + 3)
        if repeated.run.isActive { look.changesNextSecond() }
        let state = RepeatWords.state(repeated, now: uptime)
        let words = state.isEmpty ? RepeatWords.line(repeated) : "\(state)  \(RepeatWords.line(repeated))"
        canvas.put(repeated.title, x: 1, y: y, style: look.style(.topicName), limit: place - 2)
        canvas.put(
            words, x: place, y: y, style: look.style(RepeatWords.role(repeated)), limit: canvas.size.width - place - 1)
    }
}
