import Kit
import Model
import Payloads
import Profile
import REST
import Terminal

/// After a 412 or 428: asks for the state as it is now, and shows base, mine and theirs side by side. Conflicts are chosen
/// one by one; then the change is sent again, on the condition that it is still theirs.
final class MergeOverlay: FilteredOverlay {
    let title = "Base, mine, theirs"
    var keyContext: KeyContext { filter.isTyping ? .field : .merge }
    var filter = ListFilter()
    let stage: Stage
    private let composer: RequestComposer
    /// The answer that said no.
    private let failed: SentRequest
    /// The state that the change started from; nil when nobody knows it.
    private let base: KeptAnswer?
    /// The exchange that asks for theirs.
    private let asked: UInt64
    private var merge: ChangeMerge?
    /// The rows of the merge that are listed.
    private var listed: [Int] = []
    private var list = ListCursor<RowNumber>(row: 0)
    private var problem = ""

    init(_ stage: Stage, _ composer: RequestComposer, failed: SentRequest, base: KeptAnswer?, asked: UInt64) {
        (self.stage, self.composer, self.failed, self.base, self.asked) = (stage, composer, failed, base, asked)
    }

    func size(screen: Size) -> Size {
        Size(width: min(140, screen.width - 4), height: min(max(12, (merge?.rows.count ?? 0) + 9), screen.height - 2))
    }

    // MARK: - What came

    /// What was asked for.
    private var exchange: SentRequest? { composer.exchanges.exchange(asked, of: RequestComposer.asideID) }

    /// What is kept of it: whose tag is sent.
    private var theirs: KeptAnswer? {
        guard let exchange else { return nil }
        // That very answer: another may have come for the URL since.
        return composer.exchanges.kept.all(of: exchange.url).last { $0.exchange == asked }
    }

    private func prepare() {
        // Made once, with the first frame that has the answer: what was chosen must not be made anew.
        guard merge == nil, let exchange, exchange.state == .finished, let status = exchange.response?.status,
            (200..<300).contains(status)
        else { return }
        merge = ChangeMerge(
            method: method, contentType: failed.hop?.sent.fields["Content-Type"], base: base?.body.map(Self.quoted),
            mine: mine, theirs: Self.quoted(exchange.body))
        narrow()
    }

    /// The row with the bar among all of the merge; nil where none is listed.
    private var row: Int? { listed.indices.contains(list.row) ? listed[list.row] : nil }

    /// Lists what the filter passes; the bar stays on its row where that is still listed.
    func narrow() {
        let selected = row
        listed = (merge?.rows ?? []).indices.filter { index in
            guard let row = merge?.rows[index] else { return false }
            return filter.passes("\(row.place) \(row.base) \(row.mine) \(row.theirs)")
        }
        list.put(selected.flatMap(listed.firstIndex) ?? 0, of: listed.count)
    }

    /// Puts the bar on a row of the merge, also on one that the filter has hidden.
    private func select(_ row: Int) {
        if !listed.contains(row) { filter = ListFilter() }
        narrow()
        list.put(listed.firstIndex(of: row) ?? 0, of: listed.count)
    }

    private var method: String { failed.hop?.sent.method ?? failed.draft.method }

    /// What was to be sent: as it is typed where that can be read, else as it went out.
    private var mine: [UInt8]? {
        guard let text = failed.draft.body.text else { return nil }
        let typed = Array(text.utf8)
        // As typed its templates stay templates; with one outside of a string it is no JSON, and cannot be compared.
        if (try? JSONValue(reading: typed)) != nil || !text.contains("{{") { return typed }
        // Only a body that was kept whole: of a long one the beginning is.
        guard let sent = failed.hop?.sent, sent.bytes.count == sent.size, sent.bodySize > 0, sent.bodySize < sent.size
        else { return typed }
        let body = Array(sent.bytes.suffix(sent.bodySize))
        // Dots would be sent as they are.
        return body.firstRange(of: Array(Secret.dots.utf8)) == nil ? body : typed
    }

    /// What a server has said, for a draft: braces in it are text, and no variable's value goes to who wrote them. Both
    /// states alike, so that they compare as they did.
    private static func quoted(_ body: PayloadBytes) -> [UInt8] {
        body.withBytes { bytes in
            guard let text = String(validating: bytes, as: UTF8.self) else { return Array(bytes) }
            return Array(TemplateCall.quoted(text).utf8)
        }
    }

    /// What was quoted as the server has it.
    private static func plain(_ text: String) -> String { text.replacing("{{'{{'}}", with: "{{") }

    // MARK: - Keys

    func perform(_ action: Action) -> OverlayAnswer {
        problem = ""
        if performFilter(action) { return .stay }
        let count = listed.count
        switch action {
        case .back: return .done
        case .keepMine, .keepTheirs:
            guard let row else { return .stay }
            if merge?.choose(row, mine: action == .keepMine) == false {
                problem = merge?.noChoice(row) ?? "There is nothing to choose here"
                return .stay
            }
            // On to the next: one choice after the other is what this is for.
            if list.row + 1 < count { list.put(list.row + 1, of: count) }
        case .send: return send()
        case .edit: return edit()
        default: if let move = action.move { list.perform(move, of: count) }
        }
        return .stay
    }

    /// Puts what is chosen into the open request.
    private func take() -> Bool {
        guard let merge else { return false }
        // nil: what is composed goes out as it is.
        guard let bytes = merge.body else { return true }
        let text = String(decoding: bytes, as: UTF8.self)
        // Its kind stays, and with it the Content-Type.
        composer.draft.body = composer.draft.body.with(text: text)
        return true
    }

    private func edit() -> OverlayAnswer {
        guard take() else { return .stay }
        composer.wantsBody = true
        stage.wantedFocus = .request
        return .done
    }

    private func send() -> OverlayAnswer {
        guard let merge else {
            // It is gone: a PUT makes it anew.
            // On If-None-Match: * (RFC 9110 13.1.2): whoever made it again meanwhile is not overwritten.
            guard isGone, method == "PUT" else { return .stay }
            return OverlayAnswer(isDone: true, effects: composer.send(stage, on: .create, of: nil))
        }
        if let obstacle = merge.obstacle { return refuse(obstacle) }
        // obstacle -> open conflicts -> steps that break -> nothing left of mine -> no tag to send it on -> sent.
        guard merge.open == 0 else {
            if row.map({ merge.rows[$0].takesMine != nil }) ?? true,
                let conflict = merge.rows.firstIndex(where: { $0.takesMine == nil })
            {
                select(conflict)
            }
            let keys = [Action.keepMine, .keepTheirs].map { stage.keymap.name(of: $0, in: keyContext) }
            return refuse("\(Figures.count(merge.open, "conflict")) left: \(keys[0]) takes mine, \(keys[1]) theirs")
        }
        if let broken = merge.broken {
            select(broken.row)
            return refuse(broken.words)
        }
        if merge.isTheirs {
            stage.say(.info, "Nothing of it is left to change: theirs stays")
            return .done
        }
        guard let theirs, let condition = Precondition.unchanged(method, theirs.validators, codings: theirs.codings),
            !condition.fields.isEmpty
        else {
            let key = stage.keymap.name(of: .edit, in: keyContext)
            return refuse("Theirs has no ETag to send it on: \(key) takes it into the request")
        }
        guard take() else { return .stay }
        return OverlayAnswer(isDone: true, effects: composer.send(stage, on: condition, of: theirs))
    }

    private func refuse(_ words: String) -> OverlayAnswer {
        problem = words
        return .stay
    }

    private var isGone: Bool {
        guard let status = exchange?.response?.status, exchange?.state == .finished else { return false }
        return status == 404 || status == 410
    }

    func click(_ point: Point) -> OverlayAnswer {
        if let row = list.place(ofRow: point.y - 3) { list.put(row, of: listed.count) }
        return .stay
    }

    // MARK: - Drawing

    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        prepare()
        let width = canvas.size.width
        let bottom = canvas.size.height - 1
        canvas.put("\(method) \(failed.shownURL)", x: 1, y: 0, style: look.style(.text), limit: width - 2)
        guard let merge else {
            canvas.put(waiting(look), x: 1, y: 2, style: look.style(.warning), limit: width - 2)
            let hints: [(Action, String)] =
                isGone && method == "PUT" ? [(.send, "make it anew"), (.back, "back")] : [(.back, "back")]
            drawHints(hints.map { (action: $0.0, words: $0.1) }, y: bottom, look, into: canvas)
            return nil
        }
        let remark = merge.obstacle ?? merge.remark ?? summary(merge)
        canvas.put(
            remark, x: 1, y: 1, style: look.style(merge.obstacle == nil ? .textDim : .error), limit: width - 2)
        drawRows(merge, look, into: canvas)
        if problem.isEmpty {
            let send = merge.kind == .take ? "take it away" : "send over theirs"
            let hints: [(Action, String)] = [
                (.keepMine, "mine"), (.keepTheirs, "theirs"), (.send, send), (.edit, "into the request"),
                (.filter, "filter"), (.back, "back"),
            ]
            drawHints(filterHints(or: hints.map { (action: $0.0, words: $0.1) }), y: bottom, look, into: canvas)
        } else {
            canvas.put(problem, x: 1, y: bottom, style: look.style(.error), limit: width - 2)
        }
        guard filter.isShown else { return nil }
        return filter.draw(look, y: bottom - 1, found: listed.count, into: canvas)
    }

    private func waiting(_ look: Look) -> String {
        guard let exchange else { return "The state was not asked for" }
        switch exchange.state {
        case .sending, .receiving:
            look.changes(at: look.now + 100_000)
            return "asking for the state as it is now"
        case .failed(let words): return words
        case .cancelled: return "Asking for the state was cancelled"
        case .finished:
            let status = exchange.response.map { "\($0.status) \($0.reason)" } ?? "no answer"
            return isGone
                ? "It is gone meanwhile: GET says \(status)" : "GET says \(status): there is nothing to compare with"
        }
    }

    private func summary(_ merge: ChangeMerge) -> String {
        if merge.rows.isEmpty { return "There is no difference: it is as it is wanted" }
        func count(_ origin: MergeOrigin) -> Int { merge.rows.count { $0.origin == origin } }
        return [
            count(.mine) > 0 ? "\(count(.mine)) by me" : nil, count(.theirs) > 0 ? "\(count(.theirs)) by them" : nil,
            count(.both) > 0 ? "\(count(.both)) by both alike" : nil,
            count(.conflict) > 0 ? Figures.count(count(.conflict), "conflict") + left(merge, count(.conflict)) : nil,
        ].compactMap(\.self).joined(separator: ", ") + "; > is taken" + (merge.open > 0 ? ", ? is to be decided" : "")
    }

    /// How many conflicts are still to be decided; nothing while all of them are.
    private func left(_ merge: ChangeMerge, _ all: Int) -> String {
        merge.open == 0 ? ", decided" : merge.open < all ? ", \(Figures.count(merge.open)) left" : ""
    }

    /// What is to be known of the row with the cursor, above the keys: it is chosen by that.
    private func drawNote(_ merge: ChangeMerge, _ look: Look, into canvas: Canvas) {
        guard let row, let note = merge.rows[row].note else { return }
        let width = canvas.size.width - 2
        let top = canvas.size.height - (filter.isShown ? 4 : 3)
        for (offset, line) in wrapped(note, width: width).prefix(2).enumerated() {
            canvas.put(line, x: 1, y: top + offset, style: look.style(.warning), limit: width)
        }
    }

    /// Four columns: where, and the three; the one that is taken stands out.
    private func drawRows(_ merge: ChangeMerge, _ look: Look, into canvas: Canvas) {
        let width = canvas.size.width
        let place = max(10, min(28, width / 4))
        let column = max(8, (width - place - 4) / 3)
        let starts = (0..<3).map { place + 2 + $0 * (column + 1) }
        for (x, name) in zip(starts, ["base", "mine", "theirs"]) {
            canvas.put(name, x: x, y: 2, style: look.style(.headerName), limit: column)
        }
        // Of all rows, so that the list keeps its height while one goes through it.
        let hasNotes = merge.rows.contains { $0.note != nil }
        let foot = (hasNotes ? 6 : 5) + (filter.isShown ? 1 : 0)
        list.fit(count: listed.count, height: max(1, canvas.size.height - foot))
        if listed.isEmpty, filter.isShown {
            canvas.put("Nothing here has that.", x: 1, y: 3, style: look.style(.textDim), limit: width - 2)
        }
        stage.hiddenRows = list.hidden
        drawNote(merge, look, into: canvas)
        for (y, index) in list.visible.enumerated() {
            let row = merge.rows[listed[index]]
            canvas.put(row.place, x: 1, y: y + 3, style: look.style(.jsonKey), limit: place)
            let texts = [Self.plain(row.base), row.mine, Self.plain(row.theirs)]
            for (number, text) in texts.enumerated() {
                let isTaken = number == 1 && row.takesMine == true || number == 2 && row.takesMine == false
                let role: Role = row.takesMine == nil && number > 0 ? .warning : isTaken ? .info : .textDim
                // A conflict is a question also where there are no colours.
                let mark = isTaken ? "> " : row.takesMine == nil && number > 0 ? "? " : "  "
                let shown = mark + (text.isEmpty ? "-" : text)
                canvas.put(shown, x: starts[number] - 2, y: y + 3, style: look.style(role), limit: column)
            }
            if index == list.row {
                canvas.restyle(Rect(x: 0, y: y + 3, width: width, height: 1), look.theme[.selection])
            }
        }
    }
}
