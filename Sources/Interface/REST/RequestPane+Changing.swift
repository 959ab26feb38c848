import Kit
import Model
import Payloads
import Profile
import REST
import Terminal
import Text

/// What changes the request otherwise than by typing.
extension RequestPane {
    private static let methods: [(text: String, note: String)] = [
        ("GET", "read"), ("POST", "create, or have something done"), ("PUT", "replace, or create at this URL"),
        ("PATCH", "change a part"), ("DELETE", "take away"), ("HEAD", "read the headers alone"),
        ("OPTIONS", "what can be done here"), ("other ...", "any word: PROPFIND, PURGE, ..."),
    ]

    func chooseMethod() {
        Self.chooseMethod(composer, stage) { [unowned self] in begin(.method) }
    }

    /// Chooses the method of the open request; `other` is asked for a word.
    static func chooseMethod(_ composer: RequestComposer, _ stage: Stage, other: (() -> Void)? = nil) {
        // The strip has no place where another word could be typed.
        var known = other == nil ? Array(methods.dropLast()) : methods
        // What the server said of it, to this or to OPTIONS.
        let allowed = Set((composer.shown?.response?.fields.values(of: "Allow") ?? []).flatMap(words))
        for place in known.indices where allowed.contains(known[place].text) { known[place].note += "; Allow names it" }
        let selected = known.firstIndex { $0.text == composer.draft.method } ?? known.count - 1
        stage.overlays.append(
            PickOverlay(stage, "Method", verb: "take", known, selected: selected) { index in
                if index == methods.count - 1 { other?() } else { composer.draft.method = known[index].text }
                return []
            })
    }

    private static func words(_ list: String) -> [String] {
        list.split { $0 == "," || $0.isFieldBlank }.map(String.init)
    }

    /// Chooses the kind of body, or of sender.
    func chooseKind() {
        if tab == .checks { return chooseCheck() }
        if tab == .auth {
            let kinds = RequestAuth.Kind.allCases
            stage.overlays.append(
                PickOverlay(
                    stage, "Who sends it", verb: "take", kinds.map { ($0.rawValue, $0.note) },
                    selected: kinds.firstIndex(of: composer.draft.auth.kind) ?? 0
                ) { [composer] in
                    composer.draft.setAuth(kinds[$0])
                    return []
                })
            return
        }
        let kinds = RequestBody.Kind.allCases
        tab = .body
        stage.overlays.append(
            PickOverlay(
                stage, "Body", verb: "take", kinds.map { ($0.rawValue, $0.note) },
                selected: kinds.firstIndex(of: composer.draft.body.kind) ?? 0
            ) { [unowned self, composer] index in
                // What is being typed is in the editor alone.
                body.commit(composer)
                composer.draft.body = composer.draft.body.turned(into: kinds[index])
                // To what is typed next.
                row = min(1, rows.count - 1)
                return []
            })
    }

    // MARK: - Rows

    /// The table that rows are added to in this part.
    var table: RequestTable? {
        switch current {
        case .pair(let table, _) where table.isOpen: return table
        case .add(let table): return table
        default: break
        }
        switch tab {
        case .params: return .query
        case .headers: return .headers
        case .body:
            switch composer.draft.body {
            case .form: return .form
            case .multipart: return .multipart
            default: return nil
            }
        case .auth, .options, .checks: return nil
        }
    }

    func addRow() {
        if tab == .checks { return addCheck() }
        guard let table = table else { return stage.say(.info, "There are no rows to add here") }
        composer.draft[table].append(DraftField("", ""))
        let index = composer.draft[table].count - 1
        // By its place among all rows: headings and other tables stand before it.
        row = rows.firstIndex(of: .pair(table, index)) ?? row
        isOnValue = false
        begin(.cell(table, index, isName: true))
    }

    func deleteRow() {
        if case .check(let index) = current { return deleteCheck(index) }
        guard case .pair(let table, let index) = current else { return }
        guard table.isOpen else { return stage.say(.info, "Path parameters follow the URL") }
        composer.draft.removeRow(of: table, index)
    }

    /// Whether the row with the cursor can be switched on and off.
    var canToggle: Bool {
        switch current {
        case .pair(let table, _): table.isOpen
        case .setting(let setting): setting.isSwitch
        case .check: true
        default: false
        }
    }

    func toggleRow() {
        switch current {
        case .pair(let table, let index) where table.isOpen: composer.draft[table][index].isEnabled.toggle()
        case .setting(let setting) where setting.isSwitch: setting.toggle(&composer.draft)
        case .check(let index): composer.draft.checkRows[index].isEnabled.toggle()
        default: break
        }
    }

    // MARK: - Body

    func format() {
        guard composer.draft.body.text != nil else { return stage.say(.info, "There is no text to format") }
        body.follow(composer)
        if let problem = body.format() { return stage.say(.error, "Not formatted: \(problem)") }
        body.commit(composer)
    }

    func editOutside() -> [Effect] {
        guard composer.draft.body == .none || composer.draft.body.text != nil else {
            stage.say(.info, "This body is no text")
            return []
        }
        body.follow(composer)
        body.commit(composer)
        tab = .body
        let request = composer.current
        let line = body.editor.position(of: body.editor.cursor).line
        return [
            stage.runInTerminal(
                .editor, PayloadBytes(Array((composer.draft.body.text ?? "").utf8)),
                fileExtension: body.fileExtension, line: line
            ) { [unowned self] outcome in
                if case .edited(let text) = outcome { take(text, for: request) }
            }
        ]
    }

    /// Takes what comes from an editor outside, which may have been open for an hour: another request may be here by then.
    private func take(_ text: String, for request: Int) {
        guard var draft = composer.library[request]?.draft, draft.body == .none || draft.body.text != nil else {
            return stage.say(.warning, "The text from the editor was not taken: its request has no text any more")
        }
        // No body becomes one only by what was written.
        if draft.body == .none {
            guard !text.isEmpty else { return }
            draft.body = .text("")
        }
        draft.body = draft.body.with(text: text)
        composer.library.edit(request, draft)
        guard request != composer.current else { return body.follow(composer) }
        let name = composer.library[request]?.title ?? ""
        stage.say(.info, "The text from the editor is in \(visible(name)), which is not open any more")
    }

    func paste(intoBody text: String) {
        let literal = TemplateCall.quoted(text)
        guard body.editor.insert(literal) != .full else {
            return stage.say(.warning, "Not pasted: a body has at most 16 MiB")
        }
        // No braces: there is nothing to be asked about.
        guard literal != text else { return }
        BracesQuestion.ask(ofText: text, stage) { [body] in
            _ = body.editor.replace(inserted: literal, with: text)
        }
    }

    // MARK: - curl

    func importCurl(_ text: String) {
        Self.importCurl(text, composer, stage)
        row = -1
    }

    /// Whether a text is one or more commands for requests, which are not typed in but read.
    static func isCommand(_ text: String) -> Bool { CurlImport.isCurl(text) || CurlImport.isForAnother(text) != nil }

    /// Each curl command of a text becomes a request, the first in the place of an open one that holds nothing.
    ///
    /// What stands in double braces in it is literal; whether it is a variable is asked.
    static func importCurl(_ text: String, _ composer: RequestComposer, _ stage: Stage) {
        if let words = CurlImport.isForAnother(text) { return stage.say(.warning, words) }
        let commands = CurlImport.all(in: text)
        let made = commands.map { command in
            composer.openNew(command.draft)
            composer.changes.made(composer.current, composer.draft, of: "the curl command that was pasted")
            return (id: composer.current, draft: composer.draft)
        }
        let ignored = commands.flatMap(\.ignored)
        let told = (ignored.isEmpty ? [] : ["ignored: " + ignored.joined(separator: ", ")]) + commands.flatMap(\.notes)
        let what = commands.count == 1 ? "a curl command" : "\(commands.count) curl commands"
        stage.say(
            told.isEmpty ? .info : .warning,
            "Read \(what)" + (told.isEmpty ? "" : "; " + told.joined(separator: "; ")))
        let braced = commands.flatMap(\.braced)
        BracesQuestion.ask(of: braced, count: braced.count, stage) {
            // Every command again, in the place of what it became.
            let drafts = CurlImport.all(in: text, takesBraces: true).map(\.draft)
            // Typed into since: it stays as it is.
            for (made, draft) in zip(made, drafts) where composer.library[made.id]?.draft == made.draft {
                composer.library.edit(made.id, draft)
            }
        }
    }
}
