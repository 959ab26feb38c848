import Kit
import Model
import Opener
import Profile
import REST
import Terminal
import Text

extension CookiesOverlay {
    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        let rows = rows
        let ids = ids
        // First: `lines` speaks of the selected one, and how many there are decides the height of the list.
        cursor.follow(ids)
        drawHead(rows, look, into: canvas)
        // On a low screen the head, a cookie and the keys come before them.
        var lines = lines(width: canvas.size.width - 2)
        let most = max(1, canvas.size.height - 3)
        if lines.count > most {
            lines = Array(lines.prefix(most))
            lines[most - 1].text += " \(canvas.marks.ellipsis)"
        }
        // The head above; below a blank row, the words and the keys.
        cursor.fit(ids, height: max(1, canvas.size.height - 3 - lines.count))
        stage.hiddenRows = cursor.hidden
        if rows.isEmpty {
            let room = canvas.size.height - 2 - lines.count
            let words = wrapped(filter.text.isEmpty ? empty : "Nothing here has that.", width: canvas.size.width - 2)
            for (index, line) in words.prefix(max(1, room)).enumerated() {
                canvas.put(line, x: 1, y: 1 + index, style: look.style(.textDim))
            }
        }
        for row in cursor.visible {
            let y = 1 + row - cursor.top
            draw(rows[row], y: y, look, into: canvas)
            if row == cursor.selected {
                canvas.restyle(Rect(x: 0, y: y, width: canvas.size.width, height: 1), look.theme[.selection])
            }
        }
        for (index, line) in lines.enumerated() {
            let y = canvas.size.height - 1 - lines.count + index
            canvas.put(line.text, x: 1, y: y, style: look.style(line.role), limit: canvas.size.width - 2)
        }
        drawHints(filterHints(or: hints(of: rows)), y: canvas.size.height - 1, look, into: canvas)
        guard filter.isShown else { return nil }
        return filter.draw(look, y: canvas.size.height - 2 - lines.count, found: rows.count, into: canvas)
    }

    /// The keys that do something here: where nothing is listed, none for a row is named.
    private func hints(of rows: [CookieJar.Judged]) -> [(action: Action, words: String)] {
        let hints: [(action: Action, words: String)] = [
            (.edit, "edit"), (.toggleRow, "on, off"), (.delete, "delete"), (.addRow, "new"), (.showValues, "values"),
            (.allCookies, listsAll ? "near" : "all"), (.filter, "filter"), (.undo, "undo"), (.importCookies, "read"),
            (.exportCookies, "write"), (.clearListed, "delete these"), (.back, "back"),
        ]
        guard rows.isEmpty else { return hints.filter { $0.action != .undo || canUndo } }
        let hasOthers = listed.kept > 0
        return hints.filter { hint in
            switch hint.action {
            case .addRow, .importCookies, .back: true
            case .undo: canUndo
            case .allCookies: hasOthers
            default: false
            }
        }
    }

    /// What the list is of.
    private func drawHead(_ rows: [CookieJar.Judged], _ look: Look, into canvas: Canvas) {
        // Below stands that there are none: it needs no figures.
        guard listed.kept > 0 else { return }
        let url = composer.preview.shownURL ?? ""
        let (kept, sent) = (listed.kept, listed.sent)
        let count = Figures.count(kept)
        var words = listsAll || url.isEmpty ? "All \(count)" : "\(Figures.count(rows.count)) of \(count)"
        if !composer.draft.options.usesCookies {
            words += ", off for this request"
        } else if !url.isEmpty {
            words += ", \(Figures.count(sent)) sent to \(url)"
        }
        canvas.put(words, x: 1, y: 0, style: look.style(.textDim), limit: canvas.size.width - 2)
    }

    private var empty: String {
        let key = stage.keymap.name(of: .addRow, in: .cookies)
        return "No cookies yet: answers bring them (Set-Cookie), or \(key) makes one"
    }

    /// Whether it goes, name and value, whom it is for, and when it ends or why it stays.
    private func draw(_ judged: CookieJar.Judged, y: Int, _ look: Look, into canvas: Canvas) {
        let cookie = judged.cookie
        let width = canvas.size.width
        let hasURL = !composer.preview.url.isEmpty
        let goes = judged.hindrance == nil && composer.draft.options.usesCookies && hasURL
        let state = cookie.isOff ? "off" : goes ? "sent" : hasURL ? "no" : ""
        canvas.put(state, x: 1, y: y, style: look.style(goes ? .info : .textDim), limit: 4)
        let (nameX, placeX, endX) = (6, 6 + width * 3 / 10, 6 + width * 6 / 10)
        // A value may be 4 kB: only what may fit is measured.
        let pair = String(CookieWords.pair(cookie, showsValue: showsValues).prefix(4 * width))
        canvas.put(pair, x: nameX, y: y, style: look.style(goes ? .text : .textDim), limit: placeX - nameX - 1)
        canvas.put(
            CookieWords.place(cookie), x: placeX, y: y, style: look.style(goes ? .headerName : .textDim),
            limit: endX - placeX - 1)
        var words = judged.hindrance.map { $0.words(cookie).withoutControls } ?? CookieWords.end(cookie)
        // Where that is written stands below, of the selected one.
        if let section = words.firstRange(of: " (RFC") { words = String(words[..<section.lowerBound]) }
        canvas.put(
            words, x: endX, y: y, style: look.style(judged.hindrance == nil ? .text : .warning), limit: width - endX - 1
        )
    }

    /// What is said below: all of the selected one, the cookies that were refused last, and what is missing here.
    private func lines(width: Int) -> [(text: String, role: Role)] {
        var lines: [(text: String, role: Role)] = []
        if let selected {
            lines += wrapped(CookieWords.details(selected.cookie), width: width).map { ($0, .textDim) }
            if let hindrance = selected.hindrance {
                let words = "Not sent: \(hindrance.words(selected.cookie).withoutControls)"
                lines += wrapped(words, width: width).map { ($0, .warning) }
            }
        }
        let host = composer.preview.host
        // What a server wanted to set and may not is in no row.
        if let refused = composer.cookies.jar.refused.last(where: { $0.host == host }) {
            lines += wrapped(refused.refusal.description, width: width).prefix(2).map { ($0, .error) }
        }
        let evicted = composer.cookies.jar.evicted
        if evicted > 0 { lines.append(("\(Figures.count(evicted)) had to go: there were too many", .warning)) }
        if PublicSuffixes.system == nil {
            lines += wrapped(PublicSuffixes.advice, width: width).prefix(2).map { ($0, .textDim) }
        }
        return lines
    }
}

extension RequestPreview {
    /// The host that it goes to; empty when that is not known.
    var host: String { URLUserInfo.host(of: url) ?? "" }
}
