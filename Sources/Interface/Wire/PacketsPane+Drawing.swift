import Kit
import Model
import REST
import Terminal
import Wire

extension PacketsPane {
    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        let list = desk.list
        let peers = desk.showsAll ? desk.model.connections.reduce(0) { max($0, displayWidth(of: $1.wire.peer)) } : 0
        let columns = PacketColumns(width: canvas.size.width, showsPeer: desk.showsAll, peers: peers)
        let current = desk.currentIndex
        // The row above the first in sight, for its time.
        var before = top > 0 ? list.key(at: top - 1).flatMap { list.row($0.key) } : nil
        for y in 0..<height {
            guard let (key, isBeneath) = list.key(at: top + y), let row = list.row(key) else { break }
            draw(row, after: before, isBeneath: isBeneath, key, y: y, columns, look, into: canvas)
            if top + y == current { drawSelection(y: y, look, into: canvas) }
            before = row
        }
        // The newest is followed, or the rows stand still: then it is said what they hide.
        if desk.selected != nil {
            stage.hiddenRows = HiddenRows(min(top, list.count)..<min(top + height, list.count), of: list.count)
        }
        if list.count == 0 { drawWords(emptyWords, look, into: canvas) }
        let bottom = canvas.size.height - 1
        if showsMeters { drawMeters(look, y: bottom - (showsFilterLine ? 1 : 0), into: canvas) }
        guard showsFilterLine else { return nil }
        let line = FilterLine(
            field: field, text: filter, problem: desk.problem,
            result: filter.isEmpty || desk.problem != nil ? "" : "\(Figures.count(list.count)) found",
            hint: "text, mqtt.qos > 0, mqtt.topic contains \"lamp\", http.response.code >= 400, open, failed")
        return line.draw(look, y: bottom, into: canvas)
    }

    private var emptyWords: [String] {
        if desk.list.hasWork { return ["Looking ..."] }
        if !filter.isEmpty || desk.list.onlyJudged {
            let key = stage.keymap.name(of: .onlyVerdicts, in: .packets)
            return ["No row matches.", desk.list.onlyJudged ? "\(key) shows those without verdicts too." : ""]
        }
        return ["Nothing went over the wire yet."]
    }

    // MARK: - A row

    private func draw(
        _ row: WireRow, after before: WireRow?, isBeneath: Bool, _ key: WireList.Key, y: Int, _ columns: PacketColumns,
        _ look: Look, into canvas: Canvas
    ) {
        let dim = look.style(.textDim)
        canvas.put(String(Figures.time(row.time).prefix(columns.time)), x: 0, y: y, style: dim)
        if columns.delta > 0 {
            let delta = self.delta(row, after: before)
            canvas.put(delta, endingAt: columns.delta, y: y, style: look.style(desk.mark == nil ? .textDim : .text))
        }
        canvas.put(Self.arrow(row, canvas.glyphs == .ascii), x: columns.direction, y: y, style: look.style(.text))
        if columns.peer > 0 {
            // Two brokers of one host differ at the end.
            canvas.put(
                tailOf: row.peer, x: columns.direction + 2, y: y, style: look.style(.topicInner),
                limit: columns.peer - 1)
        }
        // From the right first: what stands there is short, and the summary takes what is left.
        let end = drawEnd(row, y: y, columns, look, into: canvas)
        var x = columns.what
        if key == desk.mark { canvas.put("*", x: x - 1, y: y, style: look.style(.cursorMark)) }
        if isBeneath {
            x += 2
        } else if desk.list.canUnfold(key) {
            let marks = canvas.marks
            canvas.put(desk.list.isUnfolded(key) ? marks.open : marks.closed, x: x, y: y, style: look.style(.fold))
        }
        x += 2
        guard x < end else { return }
        // Of one that is unfolded the rows beneath it say the rest.
        let outcome = desk.list.isUnfolded(key) ? "" : Self.outcome(row)
        // What came of it is what one looks for: of a long summary the end gives way to it.
        let outcomeWidth = outcome.isEmpty ? 0 : min(displayWidth(of: outcome), (end - x) / 2) + 2
        x +=
            canvas.put(
                row.summary, x: x, y: y, style: look.style(Self.role(row)), limit: max(1, end - x - outcomeWidth)) + 2
        if !outcome.isEmpty, x < end {
            x +=
                canvas.put(
                    Figures.cut(outcome, to: end - x, on: canvas), x: x, y: y, style: look.style(Self.outcomeRole(row)),
                    limit: end - x) + 2
        }
        if columns.verdict == 0 { drawVerdict(row, from: x, to: end + 2, y: y, look, into: canvas) }
    }

    /// What came of it. The time of its one step stands at the end of the row already.
    private static func outcome(_ row: WireRow) -> String {
        let steps = row.outcome.ranges(of: "+")
        guard row.duration != nil, steps.count == 1 else { return row.outcome }
        return String(row.outcome[..<steps[0].lowerBound].reversed().drop { $0 == " " }.reversed())
    }

    /// The verdict in a row without a column for it: its words where the row leaves room for them, else a mark.
    private func drawVerdict(_ row: WireRow, from x: Int, to end: Int, y: Int, _ look: Look, into canvas: Canvas) {
        guard let words = Self.verdictWords(row) else { return }
        guard end - x >= Self.leastVerdict else {
            canvas.put("!", x: end - 1, y: y, style: words.style(look))
            return
        }
        canvas.put(words.text, x: x, y: y, style: words.style(look), limit: end - x)
    }

    /// The columns from which on words of a verdict say something.
    private static let leastVerdict = 16

    private static func verdictWords(_ row: WireRow) -> (text: String, style: (Look) -> Style)? {
        guard let verdict = row.verdicts.first else { return nil }
        let more = row.verdicts.count > 1 ? " +\(row.verdicts.count - 1)" : ""
        return ("! \(verdict.words)\(more)", { $0.style(verdict.weight == .breach ? .error : .warning) })
    }

    /// How long it took or how long it waits, and the verdict; answers where they begin.
    private func drawEnd(_ row: WireRow, y: Int, _ columns: PacketColumns, _ look: Look, into canvas: Canvas) -> Int {
        var end = columns.end
        // The first packet of a handshake waits; those that followed share its state.
        let isOpen = row.handshake == .open && row.head == row.number
        if isOpen {
            canvas.put("open \(look.age(row.time))", endingAt: end, y: y, style: look.style(.statusWaiting))
        } else if let duration = row.duration {
            canvas.put(WireWords.duration(duration), endingAt: end, y: y, style: look.style(.textDim))
        }
        // Few rows took a time that is told: the others have its columns for what they are.
        if isOpen || row.duration != nil { end -= 10 }
        guard let verdict = Self.verdictWords(row) else { return end }
        // Without a column of its own it stands behind what the packet is; its mark has room in any case.
        guard columns.verdict > 0 else { return end - 2 }
        canvas.put(
            verdict.text, x: columns.verdict, y: y, style: verdict.style(look), limit: end - columns.verdict)
        return columns.verdict - 1
    }

    /// The time since the row above, or since the mark.
    private func delta(_ row: WireRow, after before: WireRow?) -> String {
        if let mark = desk.mark {
            let step = row.uptime - mark.uptime
            // Rows before the mark are measured too.
            return step < 0 ? "-\(WireWords.duration(-step))" : "+\(WireWords.duration(step))"
        }
        guard let before else { return "" }
        // The time between two packets of one read is not theirs: they were in one buffer.
        if before.connection == row.connection, before.batch == row.batch, case .packet = row.content {
            return row.direction == .sent ? "same write" : "same read"
        }
        return "+\(WireWords.duration(row.uptime - before.uptime))"
    }

    private static func arrow(_ row: WireRow, _ isASCII: Bool) -> String {
        if case .connection = row.content { return " " }
        if isASCII { return row.direction == .sent ? ">" : "<" }
        return row.direction == .sent ? "→" : "←"
    }

    private static func role(_ row: WireRow) -> Role {
        switch row.content {
        case .packet(let packet): packet.isMessage ? .topicName : .topicInner
        case .http: .headerName
        case .connection: .textDim
        }
    }

    private static func outcomeRole(_ row: WireRow) -> Role {
        if row.handshake == .failed { return .error }
        guard case .http(let step) = row.content, let status = step.exchanged.response?.status else { return .textDim }
        return ResponseHead.role(of: status)
    }

    // MARK: - The line below

    /// The windows of the connection on the screen, what is kept, and what is counted from the mark.
    private func drawMeters(_ look: Look, y: Int, into canvas: Canvas) {
        let log = desk.model.shown.wire
        var parts: [String] = []
        if let mark = desk.mark, let end = desk.current {
            let bytes = desk.list.bytes(
                after: min(mark.uptime, end.uptime), through: max(mark.uptime, end.uptime))
            let time = WireWords.duration(abs(end.uptime - mark.uptime))
            parts.append(
                "since the mark \(time), sent \(Figures.bytes(Double(bytes.sent))), received \(Figures.bytes(Double(bytes.received)))"
            )
        }
        let isASCII = canvas.glyphs == .ascii
        func window(_ window: (count: Int, most: Int)) -> String { "\(window.count)/\(Figures.count(window.most))" }
        parts.append(
            "in flight \(isASCII ? ">" : "→") \(window(log.sending)) \(isASCII ? "<" : "←") \(window(log.receiving))")
        parts.append("kept \(Figures.budget(log.keptBytes, of: log.budget))")
        if log.dropped > 0 { parts.append("\(Figures.count(log.dropped)) older dropped") }
        if let since = log.since { parts.append("since \(Figures.clock(since))") }
        if desk.list.onlyJudged { parts.insert("only verdicts", at: 0) }
        if desk.list.isFlat { parts.insert("unfolded", at: 0) }
        // A number is whole or not there: what has no room is left out, a shorter one behind it may have some.
        var x = 1
        for part in parts where x + displayWidth(of: part) < canvas.size.width {
            x += canvas.put(part, x: x, y: y, style: look.style(.textDim)) + 2
        }
    }
}

/// Where the columns are: they depend on the width alone, so that nothing moves sideways.
struct PacketColumns {
    /// Characters of the time of day.
    let time: Int
    /// Where the time since the row above ends; 0 for no room.
    let delta: Int
    let direction: Int
    /// Whether what a packet is needs every column.
    let isTight: Bool
    /// Columns of the connection's name; 0 for none.
    let peer: Int
    let what: Int
    /// Where the verdict begins; 0 for a mark alone.
    let verdict: Int
    /// Where what it took ends.
    let end: Int

    /// - Parameter peers: the columns of the longest name of a connection.
    init(width: Int, showsPeer: Bool, peers: Int) {
        isTight = width < 64
        // The time of day down to seconds where there is no more room, to milliseconds elsewhere.
        time = width < 50 ? 8 : 12
        delta = isTight ? 0 : 24
        direction = (isTight ? time : delta) + 1
        peer = showsPeer ? max(7, min(peers + 1, width / 5)) : 0
        what = direction + 2 + peer
        end = width - 1
        verdict = width >= 130 ? width - 10 - width / 4 : 0
    }
}
