import Kit
import Model
import Profile
import Terminal

/// The rows of the three lists, and their names above them.
extension PublishesOverlay {
    /// Draws what stands in a row of the list in sight.
    func draw(_ id: Int, _ columns: (topic: Int, payload: Int), _ y: Int, _ look: Look, _ canvas: Canvas) {
        let publishing = publisher.workspace.publishing
        switch tab {
        case .sent: if let delivery = publishing.outbox[id] { drawSent(delivery, y, look, canvas) }
        case .running:
            if let run = publishing.runs.first(where: { $0.id == id }) {
                drawRun(run, y, look, canvas)
            } else if let repeated = requests.repeats[-id] {
                draw(repeated, y, look, canvas)
            }
        case .saved: if let draft = draft(ofSaved: id) { drawSaved(draft, columns, y, look, canvas) }
        }
    }

    func drawTabs(_ look: Look, into canvas: Canvas) {
        var x = 1
        tabColumns = []
        let publishing = publisher.workspace.publishing
        for each in Tab.allCases {
            let number =
                switch each {
                case .sent: publishing.outbox.deliveries.count
                case .running: publishing.activeRuns + requests.repeats.active.count
                case .saved: publisher.book.profile.publishes.entries.count
                }
            var words = "\(each.title) \(Figures.count(number))"
            if each == .sent, publishing.outbox.held > 0 { words += ", \(Figures.count(publishing.outbox.held)) held" }
            let used = canvas.put(words, x: x, y: 0, style: look.style(each == tab ? .titleFocused : .textDim))
            tabColumns.append(x..<x + used)
            stage.mark(Rect(x: x, y: 0, width: used, height: 1), on: canvas)
            x += used + 3
        }
    }

    private func drawSent(_ delivery: Delivery, _ y: Int, _ look: Look, _ canvas: Canvas) {
        var (words, role) = DeliveryWords.brief(
            delivery, hasReasons: publisher.workspace.publishLimits.hasProperties)
        if let reply = ShownReply(to: delivery, publisher) {
            words += "; \(reply.words)"
            if reply.isMissing { role = .error }
        }
        canvas.put(Figures.clock(delivery.began), x: 1, y: y, style: look.style(.textDim))
        canvas.put(delivery.topic, x: 11, y: y, style: look.style(.topicName), limit: sentTopic)
        var x = 11 + sentTopic + 2
        x += canvas.put(words, x: x, y: y, style: look.style(role), limit: canvas.size.width - x - 1) + 2
        let room = canvas.size.width - x - 1
        guard room >= 8 else { return }
        canvas.put(Self.beginning(delivery.draft, room), x: x, y: y, style: look.style(.topicValue), limit: room)
    }

    /// How a payload begins, however long it is.
    private static func beginning(_ draft: PublishDraft, _ columns: Int) -> String {
        draft.payload.prefix(4 * columns).split(separator: "\n").joined(separator: " ")
    }

    /// The columns of the longest topic of some publishes that were sent.
    func longestTopic(of ids: [Int], _ most: Int) -> Int {
        let outbox = publisher.workspace.publishing.outbox
        return min(most, ids.reduce(0) { max($0, displayWidth(of: String((outbox[$1]?.topic ?? "").prefix(most)))) })
    }

    private func drawRun(_ run: PublishRun, _ y: Int, _ look: Look, _ canvas: Canvas) {
        let (topic, rhythm) = runColumns
        var words = RunWords.state(run)
        // It goes on without a key, and tells of each message.
        if run.isActive { look.changesNextSecond() }
        if let failure = run.lastFailure { words += ", last: \(failure)" }
        canvas.put(run.draft.topic, x: 1, y: y, style: look.style(.topicName), limit: topic)
        canvas.put(RunWords.rhythm(run), x: topic + 3, y: y, style: look.style(.textDim), limit: rhythm)
        let role: Role = run.failures > 0 ? .error : run.unknown > 0 ? .warning : run.isActive ? .info : .textDim
        let x = topic + rhythm + 5
        let room = canvas.size.width - x - 1
        canvas.put(Figures.cut(words, to: room, on: canvas), x: x, y: y, style: look.style(role), limit: room)
    }

    /// The columns of the longest topic of some runs, and of what is said of their rhythm.
    func runColumns(of ids: [Int], _ width: Int) -> (topic: Int, rhythm: Int) {
        let runs = publisher.workspace.publishing.runs.filter { ids.contains($0.id) }
        let most = width / 2 - 16
        return (
            runs.reduce(0) { max($0, min(most, displayWidth(of: String($1.draft.topic.prefix(most))))) },
            runs.reduce(0) { max($0, displayWidth(of: RunWords.rhythm($1))) }
        )
    }

    private func drawSaved(
        _ draft: PublishDraft, _ columns: (topic: Int, payload: Int), _ y: Int, _ look: Look, _ canvas: Canvas
    ) {
        let name = Self.savedName(draft)
        let (topic, value) = columns
        canvas.put(name, x: 1, y: y, style: look.style(.topicName), limit: topic - 3)
        canvas.put(draft.topic, x: topic, y: y, style: look.style(.text), limit: value - topic - 2)
        // A row shows the beginning, however long the payload is.
        canvas.put(
            Self.beginning(draft, canvas.size.width), x: value, y: y, style: look.style(.topicValue),
            limit: canvas.size.width - value - 1)
    }

    static func savedName(_ draft: PublishDraft) -> String {
        draft.folder.isEmpty ? draft.name : "\(draft.folder)/\(draft.name)"
    }

    /// Where topics and payloads of what is saved begin: names and topics have what the longest of them need, of which a
    /// third is theirs and what the other leaves of its own.
    /// - Parameter saved: those in sight.
    func savedColumns(_ width: Int, of saved: [PublishDraft]) -> (topic: Int, payload: Int) {
        let third = width / 3
        func longest(_ text: (PublishDraft) -> String) -> Int {
            // What is longer than a line needs no more than one.
            saved.reduce(0) { max($0, displayWidth(of: String(text($1).prefix(width)))) }
        }
        let (names, topics) = (longest(Self.savedName) + 3, longest(\.topic) + 2)
        // Payloads have a third, and what they do not need of it is the others'.
        let payloads = saved.reduce(0) { max($0, displayWidth(of: Self.beginning($1, third))) }
        let rest = width - 1 - min(third, payloads + 1)
        let name = min(names, max(rest / 2, rest - topics))
        return (name, name + min(topics, rest - name))
    }
}
