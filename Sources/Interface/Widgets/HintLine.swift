import Kit
import Model
import Terminal

/// The right part of the line at the bottom: the keys of the focused pane, and at the right those that hold anywhere.
enum HintLine {
    private typealias Hint = (key: String, words: String)

    static func draw(
        _ look: Look, _ stage: Stage, _ connection: ConnectionStatus.State, of pane: any Pane, isZoomed: Bool,
        typing: [(key: String, words: String)]?,
        into canvas: Canvas
    ) {
        let width = canvas.size.width
        let keymap = stage.keymap
        // What is typed has taken the letters: the keys of the pane do nothing now.
        if let typing { return draw(typing, from: 0, to: width, stage, look, canvas) }
        let isNarrow = width < 60
        let general = hints(general(connection, isNarrow: isNarrow), pane, keymap)
        let right = max(0, width - room(general))
        // Two columns apart, as hints are from each other.
        let own = hints(own(pane.keyContext).filter { $0 != .zoom || !isZoomed }, pane, keymap)
        // First, as the other panes have gone: nothing else on the screen says where.
        let way = isZoomed ? keymap.key(for: .zoom, in: pane.keyContext).map { [($0, "all panes")] } ?? [] : []
        draw(way + own, from: 0, to: right - 2, stage, look, canvas)
        draw(general, from: right, to: width, stage, look, canvas)
    }

    /// While a popup has the keys those of the panes behind it do nothing, or are text: only what leads on stands there.
    static func draw(_ look: Look, _ stage: Stage, popup: any Overlay, into canvas: Canvas) {
        let help = popup is HelpOverlay ? nil : stage.keymap.key(for: .help, in: popup.keyContext)
        let back = stage.keymap.key(for: .back, in: popup.keyContext)
        let hints: [Hint] = [help.map { ($0, "help") }, back.map { ($0, "back") }].compactMap { $0 }
        draw(hints, from: max(0, canvas.size.width - room(hints)), to: canvas.size.width, stage, look, canvas)
    }

    /// The columns of some hints, with one that stays free at the right.
    private static func room(_ hints: [Hint]) -> Int { hints.reduce(0) { $0 + width($1) + 2 } - 1 }

    /// As many as there is room for: one that is too long makes place for a shorter one.
    private static func draw(
        _ hints: [Hint], from left: Int, to right: Int, _ stage: Stage, _ look: Look, _ canvas: Canvas
    ) {
        var x = left
        for hint in hints {
            guard x + width(hint) <= right else { continue }
            if let key = KeyPress(notation: hint.key) {
                stage.mark(Rect(x: x, y: 0, width: width(hint), height: 1), on: canvas, .key(key))
            }
            x += canvas.put(hint.key, x: x, y: 0, style: look.style(.hintKey)) + 1
            x += canvas.put(hint.words, x: x, y: 0, style: look.style(.hint)) + 2
        }
    }

    private static func width(_ hint: Hint) -> Int { displayWidth(of: hint.key) + 1 + displayWidth(of: hint.words) }

    private static func hints(_ actions: [Action], _ pane: any Pane, _ keymap: Keymap) -> [Hint] {
        actions.compactMap { action in
            guard pane.offers(action) else { return nil }
            // An action whose key the profile took away has no hint.
            // What ends a request goes by keys of its own while one is under way.
            let context = action == .cancelRequest ? KeyContext.sending : pane.keyContext
            return keymap.key(for: action, in: context).map { key in
                let held = action == .pause && pane.isHeld ? "go on" : nil
                return (key, held ?? pane.hintWords(action) ?? words(action, pane.keyContext))
            }
        }
    }

    /// Where a connection does not stand, what was said of it can be read whole.
    private static func general(_ connection: ConnectionStatus.State, isNarrow: Bool) -> [Action] {
        let isUp =
            switch connection {
            case .waiting, .refused, .closed: false
            case .idle, .connecting, .connected: true
            }
        // What is wrong goes before everything else.
        return (isUp ? [] : [.notices, .reconnect])
            + (isNarrow ? [.help, .quit] : [.help, .palette, .nextPane, .quit])
    }

    private static func own(_ context: KeyContext) -> [Action] {
        // The most wanted first: what stands further back has no room on a narrow screen.
        switch context {
        case .topics: [.filter, .publish, .subscribe, .toggle, .openAll, .sort, .unsubscribe, .forget, .zoom]
        case .messages: [.pause, .openMessage, .filter, .filterTopic, .allTopics, .copy, .copyCommand, .write, .zoom]
        case .message: [.nextView, .filter, .olderMessage, .newerMessage, .fold, .copy, .takeValue, .write, .zoom]
        case .response:
            [
                .cancelRequest, .probeCache, .nextView, .nextTab, .filter, .path, .fold, .olderAnswer, .revalidate,
                .copy, .takeValue,
                .makeCheck, .repeatRequest, .write, .openPager, .zoom,
            ]
        case .links: [.cancelRequest, .follow, .wayBack, .wayForth, .joinPages, .nextTab, .filter, .copy, .send, .zoom]
        case .stream:
            [
                .cancelRequest, .sendLine, .pause, .openMessage, .filter, .nextView, .filterTopic, .chart, .path,
                .nextTab, .copy, .write, .zoom,
            ]
        case .requests: [.openRequest, .edit, .send, .newRequest, .history, .save, .duplicate, .rename, .delete, .undo]
        case .request:
            [
                .cancelRequest, .editField, .send, .method, .nextTab, .addRow, .toggleRow, .kind, .save, .copyCommand,
                .revalidate,
                .condition, .cookies, .repeatRequest,
            ]
        case .load: [.openCurve, .mark, .shorterWindow, .longerWindow, .writeValues, .subscribe, .zoom]
        case .curve: [.shorterWindow, .longerWindow, .scrollLeft, .scrollRight, .writeValues, .chartStyle, .zoom]
        case .top: [.jump, .filter, .shorterWindow, .longerWindow, .grouping, .order, .copy, .zoom]
        case .health: [.jump, .filter, .copy, .zoom]
        case .events: [.pause, .filter, .copy, .zoom]
        case .connections:
            [.openConnection, .newItem, .edit, .test, .duplicate, .rename, .delete, .undo, .closeConnection]
        case .packets:
            [
                .fold, .openPacket, .filter, .setMark, .onlyVerdicts, .pause, .origin, .unfoldAll, .exportRows,
                .allConnections, .copy,
            ]
        case .packet: [.nextByte, .reveal, .origin, .copy, .copyHex, .zoom]
        case .environment: [.edit, .newItem, .delete, .filter, .undo, .duplicate, .rename, .referSecret]
        default: []
        }
    }

    private static func words(_ action: Action, _ context: KeyContext) -> String {
        switch action {
        case .palette: "palette"
        case .cancelRequest: "end it"
        case .notices: "why"
        case .reconnect: "reconnect"
        case .nextPane: "pane"
        case .zoom: "zoom"
        case .filter: context == .message || context == .response ? "search" : "filter"
        case .toggle: "open"
        case .openAll: "open all"
        case .sort: "sort"
        case .openPacket: "read"
        case .setMark: "mark"
        case .onlyVerdicts: "verdicts"
        case .allConnections: "all connections"
        case .origin: context == .packets ? "to its message" : "to the message"
        case .unfoldAll: "unfold all"
        case .copyHex: "as hex"
        case .reveal: "secrets"
        case .nextByte: "byte"
        case .exportRows: "export"
        case .forget: "forget"
        case .pause: "pause"
        case .openMessage: "read"
        case .filterTopic: context == .stream ? "this name" : "this topic"
        case .allTopics: "all topics"
        case .copyCommand: "as command"
        case .write: "write"
        case .nextView: "view"
        case .fold: "fold"
        case .takeValue: "to a variable"
        case .makeCheck: "check it"
        case .repeatRequest: "again and again"
        case .cookies: "cookies"
        case .path: "path"
        case .openPager: "pager"
        case .links: "links"
        case .follow: "follow"
        case .wayBack: "back"
        case .wayForth: "forth"
        case .joinPages: "all pages"
        case .pagesList: "other list"
        case .nextSteps: "what else?"
        case .thing: "thing"
        case .twin: "twin"
        case .olderMessage, .olderAnswer: "older"
        case .answers: "answers"
        case .openRequest: "open"
        case .send: "send"
        case .newRequest: "new"
        case .history: "history"
        case .save: "save"
        case .nextTab: "tab"
        case .addRow: "add"
        case .toggleRow: "on/off"
        case .kind: "kind"
        case .newerMessage, .newerAnswer: "newer"
        case .openCurve: "curve"
        case .writeValues: "CSV"
        case .order: "order"
        case .chart: "chart"
        case .chartFields: "fields"
        case .jump: "to the topic"
        case .grouping: "group"
        case .mark: "mark"
        case .shorterWindow: "shorter"
        case .longerWindow: "longer"
        case .scrollLeft: "earlier"
        case .scrollRight: "later"
        case .chartStyle: "style"
        case .openConnection: "open"
        case .closeConnection: "close"
        case .test: "test"
        case .referSecret: "secret to reference"
        case .revalidate: "still the same?"
        case .condition: "condition"
        case .probeCache: "try it"
        case .sendLine: "say"
        default: action.summary
        }
    }
}
