import Kit
import Model
import Profile
import Terminal
import Text
import Topics
import Wire

/// The line at the top: connection, figures, losses, clock. What does not fit is left out, the least important first.
enum StatusLine {
    /// How long after the last message the clock still shows seconds: with nothing to see, the screen stands still.
    static let livelyTime: Int64 = 60_000_000

    private struct Part {
        var text: String
        var role: Role
        /// What it matters; the lowest goes first. The connection itself never goes.
        var weight: Int
        /// The least weight of what is told before the clock is.
        static let figure = 28
        /// Columns before it.
        var gap = 2
        /// Columns that are kept for it when others are chosen, so that they stay while a figure grows and shrinks.
        var most = 0
    }

    /// - Parameter isChanged: whether the connection was edited since it was opened.
    static func draw(_ look: Look, _ model: Model, environment: String?, isChanged: Bool, into canvas: Canvas) {
        canvas.fill(look.style(.status))
        var parts = parts(look, model, environment, isChanged, canvas.marks)
        // Figures matter more than the time of day.
        let figures = width(parts.filter { $0.weight >= Part.figure })
        let clock =
            clocks(look, model.shown.live.messages).first { figures <= canvas.size.width - self.room(besides: $0) }
            ?? ""
        let room = canvas.size.width - self.room(besides: clock)
        leaveOut(of: &parts, below: Part.figure, room)
        // Before anything that matters goes, the columns go that were kept for figures to grow.
        for place in parts.indices { parts[place].most = 0 }
        leaveOut(of: &parts, below: .max, room)
        // What is to be done stands where there is room for all of it: half of a port is another one.
        for place in parts.indices where width(parts) > room {
            guard let advice = parts[place].text.firstRange(of: "; ") else { continue }
            parts[place].text = String(parts[place].text[..<advice.lowerBound])
        }
        var x = 1
        for part in parts {
            if x > 1 { x += part.gap }
            x += canvas.put(part.text, x: x, y: 0, style: look.style(part.role), limit: max(0, room - x))
        }
        canvas.put(clock, endingAt: canvas.size.width - 1, y: 0, style: look.style(.textDim))
    }

    /// Leaves out parts of less than a weight, the least first, until the others have room.
    private static func leaveOut(of parts: inout [Part], below weight: Int, _ room: Int) {
        while width(parts) > room, let least = parts.map(\.weight).filter({ $0 < weight }).min() {
            parts.removeAll { $0.weight == least }
        }
    }

    /// The columns that a clock takes, and those beside it.
    private static func room(besides clock: String) -> Int { clock.isEmpty ? 1 : clock.utf8.count + 3 }

    private static func width(_ parts: [Part]) -> Int {
        parts.reduce(0) { $0 + max(displayWidth(of: $1.text), $1.most) + $1.gap }
    }

    /// The clock as it may be shown, the longest first: with seconds as long as something else moves too, without when all
    /// is quiet.
    private static func clocks(_ look: Look, _ messages: MessageStore) -> [String] {
        if messages.endSequence > 0, let last = messages.message(messages.endSequence - 1)?.time,
            look.now - last < livelyTime
        {
            look.changesNextSecond()
            return [Figures.clock(look.now), Figures.minute(look.now)]
        }
        look.changes(at: (Figures.second(of: look.now) / 60 + 1) * 60_000_000)
        return [Figures.minute(look.now)]
    }

    private static func parts(
        _ look: Look, _ model: Model, _ environment: String?, _ isChanged: Bool, _ marks: Marks
    ) -> [Part] {
        let workspace = model.shown
        let connection = workspace.connection
        var parts = [Part(text: "martlet", role: .statusName, weight: 20)]
        // Before the words of a lost connection, which may take the rest of the line.
        let outbox = workspace.publishing.outbox
        if outbox.waiting > 0 {
            let counts = [
                (outbox.unsent, "to send"), (outbox.unacknowledged, "not acknowledged"), (outbox.held, "held"),
            ].filter { $0.0 > 0 }
            let words = counts.map { "\(Figures.count($0.0)) \($0.1)" }
            // Never left out: whoever quits now loses them.
            parts.append(Part(text: words.joined(separator: ", "), role: .statusWaiting, weight: .max))
        }
        parts += self.connection(look, connection, marks)
        if model.connections.count > 1,
            let place = model.connections.firstIndex(where: { $0 === model.shown })
        {
            parts.append(Part(text: "\(place + 1)/\(model.connections.count)", role: .status, weight: 60, gap: 1))
        }
        if let environment {
            parts.append(Part(text: "env \(environment)", role: .status, weight: 29))
        }
        let address = [connection.address, connection.protocolLabel].filter { !$0.isEmpty }.joined(separator: " ")
        if !address.isEmpty { parts.append(Part(text: address, role: .textDim, weight: 10)) }
        // Of no connection there are no figures.
        if connection.state != .idle || workspace.live.topics.count > 0 { parts += figures(model, look) }
        if isChanged { parts.append(Part(text: "settings changed", role: .statusWaiting, weight: 83)) }
        parts += repeated(model)
        if let race = model.race, race.state == .running {
            // It goes on behind other views, and its own popup may be closed.
            let seconds = (race.curve.last?.after ?? 0) / 1_000_000_000
            parts.append(Part(text: "race \(seconds) s", role: .statusWaiting, weight: 82))
        }
        if let losses = losses(workspace.live.losses, connection.droppedByBroker) {
            parts.append(Part(text: losses, role: .statusLosses, weight: 80))
        }
        let verdicts = workspace.wire.verdictCount + model.requests.wire.verdictCount
        if verdicts > 0 {
            parts.append(Part(text: Figures.count(verdicts, "verdict"), role: .statusWaiting, weight: 27))
        }
        let violations = workspace.violations.total
        if violations > 0 {
            parts.append(
                Part(
                    text: violations == 1 ? "1 breach" : "\(Figures.count(violations)) breaches", role: .statusLosses,
                    weight: 79))
        }
        return parts
    }

    private static func figures(_ model: Model, _ look: Look) -> [Part] {
        let workspace = model.shown
        let rates = LoadWords.rates(workspace.live.traffic, look)
        let kept = Figures.budget(workspace.live.messages.keptBytes, of: workspace.live.messages.budget)
        let held = [
            Part(text: Figures.count(workspace.live.topics.count, "topic"), role: .status, weight: 40),
            Part(text: "kept \(kept)", role: .status, weight: 50),
        ]
        // Nothing comes from where nothing is connected: a 0 beside the reason tells nothing.
        guard case .connected = workspace.connection.state else { return held }
        return [
            held[0],
            // Room for the longest figure, so that others do not come and go with a digit.
            Part(text: rates.messages, role: .status, weight: 70, most: 12),
            Part(text: rates.bytes, role: .status, weight: 30, most: 10),
            held[1],
        ]
    }

    /// What is sent again and again, and what of it stands still.
    private static func repeated(_ model: Model) -> [Part] {
        let workspace = model.shown
        let paused =
            workspace.publishing.runs.count { $0.state == .paused }
            + model.requests.repeats.active.count { $0.run.state == .paused }
        let all = workspace.publishing.activeRuns + model.requests.repeats.active.count
        var words: [String] = []
        if all > paused { words.append("repeating \(all - paused)") }
        if paused > 0 { words.append(Figures.count(paused, "repeat") + " paused") }
        return words.isEmpty ? [] : [Part(text: words.joined(separator: ", "), role: .statusWaiting, weight: 84)]
    }

    /// A dot with the name, then the words; the words of a connection that stands may be left out.
    private static func connection(_ look: Look, _ connection: ConnectionStatus, _ marks: Marks) -> [Part] {
        let name = connection.name
        func parts(_ mark: String, _ words: String, _ role: Role, _ weight: Int = .max) -> [Part] {
            [Part(text: name.isEmpty ? mark : "\(mark) \(name)", role: role, weight: .max)]
                + [Part(text: words, role: role, weight: weight, gap: 1)]
        }
        // The line has the name already: a reason need not begin with the place.
        let brief = connection.brief
        switch connection.state {
        case .idle: return parts(marks.connecting, "not connected", .statusWaiting)
        case .connecting: return parts(marks.connecting, "connecting", .statusWaiting)
        case .connected: return parts(marks.connected, "connected", .statusConnected, 28)
        case .waiting(let until, _, let reason):
            let left = max(0, until - look.now)
            // When the number of seconds changes, and not before.
            if left > 0 { look.changes(at: until - (left - 1) / 1_000_000 * 1_000_000) }
            return parts(marks.failed, "again in \((left + 999_999) / 1_000_000)s: \(brief ?? reason)", .statusFailed)
        case .refused(let reason):
            return parts(marks.failed, brief ?? "refused: \(reason)", .statusFailed)
        case .closed(let reason): return parts(marks.failed, "closed: \(brief ?? reason)", .statusFailed)
        }
    }

    private static func losses(_ losses: Losses, _ dropped: Int) -> String? {
        let counts = [
            ("evicted", losses.evictedMessages), ("cut", losses.cutMessages), ("refused", losses.refusedMessages),
            ("dropped by broker", dropped),
        ]
        let words = counts.filter { $0.1 > 0 }.map { "\($0.0) \(Figures.count($0.1))" }
        return words.isEmpty ? nil : words.joined(separator: ", ")
    }
}
