import Kit
import Model
import Opener
import Profile
import REST
import Terminal
import Text

/// The cookies of an environment: those that the open request would send first, then those that are near with the reason why
/// they stay, and all others on demand.
final class CookiesOverlay: FilteredOverlay {
    var keyContext: KeyContext { filter.isTyping ? .field : .cookies }
    var filter = ListFilter()
    let stage: Stage
    let composer: RequestComposer
    /// Whether all of the jar are listed, and not those near the request alone.
    private(set) var listsAll: Bool
    /// Whether values are shown in place of dots.
    private(set) var showsValues = false
    var cursor = ListCursor<Cookie.Identity>()
    private var list = CookieList()
    /// What brings back what was taken out or changed, the last step last.
    private var steps: [Step] = []

    /// How a change is taken back: what it made goes, what it took comes.
    private struct Step {
        var words: String
        var made: Cookie?
        var taken: [Cookie]
    }

    /// Whether something was done here that can be taken back.
    var canUndo: Bool { !steps.isEmpty }

    init(_ composer: RequestComposer, _ stage: Stage) {
        self.composer = composer
        self.stage = stage
        listsAll = composer.judgedCookies.judged?.isEmpty != false
    }

    var title: String {
        let cookies = composer.cookies
        return "Cookies ── \(CookieWords.owner(cookies.environment))"
    }

    func size(screen: Size) -> Size {
        // Beside the cookies: head, what is said of the selected one, keys.
        let wanted = max(12, composer.cookies.jar.cookies.count + 9)
        return Size(width: min(116, screen.width - 4), height: min(30, wanted, screen.height - 2))
    }

    /// What is listed of what there is.
    var rows: [CookieJar.Judged] { listed.rows }

    var ids: [Cookie.Identity?] { listed.ids }

    /// What there is to list, judged by the open request, where that has a URL: made when something of it is another.
    var listed: CookieList {
        let near = composer.judgedCookies
        list.follow(near, listsAll: listsAll, filter)
        return list
    }

    var selected: CookieJar.Judged? {
        let rows = rows
        if let row = cursor.selected, rows.indices.contains(row), rows[row].cookie.identity == cursor.id {
            return rows[row]
        }
        return rows.first { $0.cookie.identity == cursor.id }
    }

    // MARK: - Keys

    func narrow() { cursor.narrow(ids) }

    func perform(_ action: Action) -> OverlayAnswer {
        if performFilter(action) { return .stay }
        cursor.follow(ids)
        switch action {
        case .back: return .done
        case .allCookies: listsAll.toggle()
        case .showValues: showsValues.toggle()
        case .addRow: edit(nil)
        case .edit: if let cookie = selected?.cookie { edit(cookie) }
        case .toggleRow: return toggle()
        case .delete: return remove()
        case .clearListed: clear()
        case .undo: return undo()
        case .importCookies: importFile()
        case .exportCookies: exportFile()
        default: _ = cursor.perform(action, ids)
        }
        return .stay
    }

    private var kept: [Effect] { [.request(.keepCookies(composer.cookies))] }

    private func edit(_ cookie: Cookie?) {
        let host = composer.preview.host
        stage.overlays.append(
            CookieForm.overlay(stage, cookie, host: host) { [self] made in
                let words = cookie == nil ? "as it was before \(made.name)" : "\(made.name) as it was"
                // What it takes the place of comes back with undo, too, and first: it is the older one.
                let other = composer.cookies.jar.cookies.filter {
                    $0.identity == made.identity && $0.identity != cookie?.identity
                }
                change(words, made: made, taken: other + [cookie].compactMap(\.self))
                if let cookie {
                    // Name, domain and path are its identity (RFC 6265 5.3): changed, it would stand beside the old
                    // one.
                    composer.cookies.jar.replace(cookie.identity, with: made)
                } else {
                    composer.cookies.jar.add(made)
                }
                // The list is another one now: `put` looks in it.
                cursor.follow(ids)
                cursor.put(on: made.identity, ids)
                return kept
            })
    }

    private func change(_ words: String, made: Cookie?, taken: [Cookie]) {
        steps.append(Step(words: words.withoutControls, made: made, taken: taken))
        if steps.count > 50 { steps.removeFirst() }
    }

    private func toggle() -> OverlayAnswer {
        guard var cookie = selected?.cookie else { return .stay }
        cookie.isOff.toggle()
        composer.cookies.jar.add(cookie)
        return OverlayAnswer(effects: kept)
    }

    private func remove() -> OverlayAnswer {
        guard let cookie = selected?.cookie else { return .stay }
        // Before it goes: the cursor moves on to what takes its place.
        let row = cursor.row
        composer.cookies.jar.remove { $0.identity == cookie.identity }
        change(cookie.name, made: nil, taken: [cookie])
        cursor.put(row, ids)
        let key = stage.keymap.name(of: .undo, in: .cookies)
        stage.say(.info, "Deleted the cookie \(cookie.name.withoutControls); \(key) brings it back")
        return OverlayAnswer(effects: kept)
    }

    private func clear() {
        let listed = rows.map(\.cookie)
        guard !listed.isEmpty else { return }
        let verb = listed.count == 1 ? "is" : "are"
        let words = "Delete \(Figures.count(listed.count, "cookie")) that \(verb) listed here?"
        stage.overlays.append(
            ConfirmOverlay(stage, "Cookies", words) { [self] in
                let out = Set(listed.map(\.identity))
                composer.cookies.jar.remove { out.contains($0.identity) }
                change(Figures.count(listed.count, "cookie"), made: nil, taken: listed)
                return kept
            })
    }

    private func undo() -> OverlayAnswer {
        guard let step = steps.popLast() else {
            stage.say(.info, "Nothing to undo")
            return .stay
        }
        let jar = composer.cookies.jar
        // Before the old one is added, which may have the same identity. What a server has set anew since stays.
        if let made = step.made { jar.remove { $0.identity == made.identity && $0.value == made.value } }
        let here = Set(jar.cookies.map(\.identity))
        let back = step.taken.filter { !here.contains($0.identity) }
        for cookie in back { jar.add(cookie) }
        let newer = step.taken.count - back.count
        let rest =
            newer == 0 ? "" : "; \(Figures.count(newer, "cookie")) set anew since \(newer == 1 ? "stays" : "stay")"
        stage.say(.info, "Back: \(step.words)\(rest)")
        return OverlayAnswer(effects: kept)
    }

    // MARK: - Files

    private func importFile() {
        let cookies = composer.cookies
        stage.overlays.append(
            FormOverlay(stage, "Read cookies (Netscape, curl)", verb: "read", [.line("File")]) { values in
                if values[0].isEmpty { return .problem("Which file?") }
                return .effects([.request(.importCookies(path: values[0], cookies))])
            })
    }

    /// Writes what is listed, without those that are switched off.
    private func exportFile() {
        let listed = rows.map(\.cookie).filter { !$0.isOff }
        guard !listed.isEmpty else { return stage.say(.info, "No cookie is listed that could be written") }
        PathQuestion.ask("Write \(Figures.count(listed.count, "cookie")) for curl -b", offering: "cookies.txt", stage) {
            .request(.exportCookies(path: $0, listed))
        }
    }

    // MARK: - Mouse

    func click(_ point: Point) -> OverlayAnswer {
        cursor.follow(ids)
        if let row = cursor.place(ofRow: point.y - 1) { cursor.put(row, ids) }
        return .stay
    }

    func doubleClick(_ point: Point) -> OverlayAnswer {
        guard let row = cursor.place(ofRow: point.y - 1), row == cursor.selected else { return .stay }
        return perform(.edit)
    }

    func scroll(by rows: Int, at point: Point) -> OverlayAnswer {
        cursor.turn(by: rows)
        return .stay
    }
}
