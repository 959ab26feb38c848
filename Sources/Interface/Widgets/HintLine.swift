import Explorer
import Terminal

/// The line at the bottom: what happened last, for a while, or the keys of the focused pane.
enum HintLine {
    /// How long a notice stands, in microseconds.
    static let noticeTime: Int64 = 6_000_000

    static func draw(_ state: ExploreState, context: KeyContext, into canvas: Canvas) {
        canvas.fill(state.style(.hint))
        if let notice = notice(state) {
            let role: Role =
                switch notice.kind {
                case .info: .info
                case .warning: .warning
                case .error: .error
                }
            canvas.put(notice.text, x: 1, y: 0, style: state.style(role))
            return
        }
        var x = 1
        for action in actions(context) {
            guard let key = state.keymap.key(for: action, in: context) else { continue }
            let words = short(action)
            guard x + key.count + words.count + 1 < canvas.size.width else { break }
            x += canvas.put(key, x: x, y: 0, style: state.style(.hintKey)) + 1
            x += canvas.put(words, x: x, y: 0, style: state.style(.hint)) + 2
        }
    }

    /// The last thing that happened, as long as it is news.
    static func notice(_ state: ExploreState) -> Notice? {
        guard let last = state.workspace.notices.last, state.now - last.at < noticeTime else { return nil }
        return last
    }

    private static func actions(_ context: KeyContext) -> [Action] {
        let own: [Action] =
            switch context {
            case .topics: [.filter, .publish, .subscribe, .toggle, .openAll, .sort, .forget]
            case .messages: [.pause, .openMessage, .filter, .filterTopic, .allTopics, .copy, .write]
            case .message: [.nextView, .fold, .filter, .olderMessage, .newerMessage, .copy, .write]
            case .anywhere, .lists: []
            }
        return [.help, .palette, .nextPane, .zoom] + own + [.quit]
    }

    private static func short(_ action: Action) -> String {
        switch action {
        case .palette: "palette"
        case .nextPane: "pane"
        case .zoom: "zoom"
        case .filter: "filter"
        case .toggle: "open"
        case .openAll: "all"
        case .sort: "sort"
        case .forget: "forget"
        case .pause: "pause"
        case .openMessage: "open"
        case .filterTopic: "this topic"
        case .allTopics: "all topics"
        case .write: "write"
        case .nextView: "view"
        case .fold: "fold"
        case .olderMessage: "older"
        case .newerMessage: "newer"
        default: action.summary
        }
    }
}
