import Kit
import Model
import Payloads
import Profile
import Terminal

/// What changes the request otherwise than by typing.
extension RequestPane {
    private static let methods: [(text: String, note: String)] = [
        ("GET", "read"), ("POST", "create, or have something done"), ("PUT", "replace, or create at this URL"),
        ("PATCH", "change a part"), ("DELETE", "take away"), ("HEAD", "read the headers alone"),
        ("OPTIONS", "what can be done here"), ("other ...", "any word: PROPFIND, PURGE, ..."),
    ]

    func chooseMethod() {
        Self.chooseMethod(state) { [unowned self] in begin(.method) }
    }

    /// Chooses the method of the open request; `other` is asked for a word.
    static func chooseMethod(_ state: ScreenState, other: (() -> Void)? = nil) {
        let known = other == nil ? Array(methods.dropLast()) : methods
        let selected = known.firstIndex { $0.text == state.requests.draft.method } ?? known.count - 1
        state.overlays.append(
            PickOverlay(state, "Method", verb: "take", known, selected: selected) { index in
                if index == methods.count - 1 { other?() } else { state.requests.draft.method = known[index].text }
                return []
            })
    }

    /// Chooses the kind of body, or of sender.
    func chooseKind() {
        if tab == .auth {
            let kinds = RequestAuth.Kind.allCases
            state.overlays.append(
                PickOverlay(
                    state, "Who sends it", verb: "take", kinds.map { ($0.rawValue, $0.note) },
                    selected: kinds.firstIndex(of: state.requests.draft.auth.kind) ?? 0
                ) { [state] in
                    state.requests.draft.setAuth(kinds[$0])
                    return []
                })
            return
        }
        let kinds = RequestBody.Kind.allCases
        tab = .body
        state.overlays.append(
            PickOverlay(
                state, "Body", verb: "take", kinds.map { ($0.rawValue, $0.note) },
                selected: kinds.firstIndex(of: state.requests.draft.body.kind) ?? 0
            ) { [unowned self, state] index in
                body.commit(state.requests)
                state.requests.draft.body = state.requests.draft.body.turned(into: kinds[index])
                row = min(1, rows.count - 1)
                return []
            })
    }

    // MARK: - Rows

    /// The table that rows are added to in this part.
    private var table: RequestTable? {
        switch current {
        case .pair(let table, _) where table.isOpen: return table
        case .add(let table): return table
        default: break
        }
        switch tab {
        case .params: return .query
        case .headers: return .headers
        case .body:
            switch state.requests.draft.body {
            case .form: return .form
            case .multipart: return .multipart
            default: return nil
            }
        case .auth, .options: return nil
        }
    }

    func addRow() {
        guard let table = table else { return state.say(.info, "There are no rows to add here") }
        state.requests.draft[table].append(DraftField("", ""))
        let index = state.requests.draft[table].count - 1
        row = rows.firstIndex(of: .pair(table, index)) ?? row
        isOnValue = false
        begin(.cell(table, index, isName: true))
    }

    func deleteRow() {
        guard case .pair(let table, let index) = current else { return }
        guard table.isOpen else { return state.say(.info, "Path parameters follow the URL") }
        state.requests.draft[table].remove(at: index)
    }

    func toggleRow() {
        switch current {
        case .pair(let table, let index) where table.isOpen: state.requests.draft[table][index].isEnabled.toggle()
        case .setting(let setting) where setting.isSwitch: setting.toggle(&state.requests.draft)
        default: break
        }
    }

    // MARK: - Body

    func format() {
        guard state.requests.draft.body.text != nil else { return state.say(.info, "There is no text to format") }
        body.follow(state.requests)
        if let problem = body.format() { return state.say(.error, "Not formatted: \(problem)") }
        body.commit(state.requests)
    }

    func editOutside() -> [Effect] {
        if state.requests.draft.body == .none { state.requests.draft.body = .text("") }
        guard state.requests.draft.body.text != nil else {
            state.say(.info, "This body is no text")
            return []
        }
        body.follow(state.requests)
        body.commit(state.requests)
        tab = .body
        let request = state.requests.current
        let line = body.editor.position(of: body.editor.cursor).line
        return [
            state.runInTerminal(
                .editor, PayloadBytes(Array(body.editor.text.utf8)), fileExtension: body.fileExtension, line: line
            ) { [unowned self, state] outcome in
                guard case .edited(let text) = outcome, request == state.requests.current else { return }
                body.editor.replaceAll(with: text)
                body.commit(state.requests)
            }
        ]
    }

    func paste(intoBody text: String) {
        let literal = TemplateCall.quoted(text)
        guard body.editor.insert(literal) != .full else {
            return state.say(.warning, "Not pasted: a body has at most 16 MiB")
        }
        guard literal != text else { return }
        BracesQuestion.ask(ofText: text, state) { [body] in
            _ = body.editor.replace(inserted: literal, with: text)
        }
    }

    // MARK: - curl

    func importCurl(_ text: String) {
        Self.importCurl(text, state)
        row = -1
    }

    /// Whether a text is one or more commands for requests, which are not typed in but read.
    static func isCommand(_ text: String) -> Bool { CurlImport.isCurl(text) || CurlImport.isForAnother(text) != nil }

    /// Each curl command of a text becomes a request, the first in the place of an open one that holds nothing.
    ///
    /// What stands in double braces in it is literal; whether it is a variable is asked.
    static func importCurl(_ text: String, _ state: ScreenState) {
        if let words = CurlImport.isForAnother(text) { return state.say(.warning, words) }
        let commands = CurlImport.all(in: text)
        let made = commands.map { command in
            state.requests.openNew(command.draft)
            return (id: state.requests.current, draft: state.requests.draft)
        }
        let ignored = commands.flatMap(\.ignored)
        let told = (ignored.isEmpty ? [] : ["ignored: " + ignored.joined(separator: ", ")]) + commands.flatMap(\.notes)
        let what = commands.count == 1 ? "a curl command" : "\(commands.count) curl commands"
        state.say(
            told.isEmpty ? .info : .warning,
            "Read \(what)" + (told.isEmpty ? "" : "; " + told.joined(separator: "; ")))
        let braced = commands.flatMap(\.braced)
        BracesQuestion.ask(of: braced, count: braced.count, state) {
            // Every command again, in the place of what it became.
            let drafts = CurlImport.all(in: text, takesBraces: true).map(\.draft)
            for (made, draft) in zip(made, drafts) where state.requests.library[made.id]?.draft == made.draft {
                state.requests.library.edit(made.id, draft)
            }
        }
    }
}
