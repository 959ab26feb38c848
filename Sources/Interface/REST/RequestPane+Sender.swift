import Kit
import Opener
import Payloads
import Profile
import Terminal
import Text

/// Beneath how a request says who sends it: what it has of its folder, and the token that is kept for it.
extension RequestPane {
    /// The rows of the part Auth that are not set here: who says it, the token, and what else it says.
    var senderRows: [RequestRow] {
        guard tab == .auth else { return [] }
        let inherited = inheritedRows
        let token = composer.tokenSubject == nil ? [] : [.token] + tokenLines.map { RequestRow.told("", $0) }
        return inherited.prefix(1) + token + inherited.dropFirst()
    }

    private var inheritedRows: [RequestRow] {
        let draft = composer.draft
        guard draft.auth == .none, draft.inheritsAuth, !draft.folder.isEmpty else { return [] }
        let key = stage.keymap.name(of: .edit, in: .requests)
        guard let inherited = composer.variables.inherited(by: draft) else {
            return [.told("", "which says nothing; \(key) on it sets it")]
        }
        var shown = draft
        shown.auth = inherited.auth
        let settings = RequestSetting.settings(of: inherited.auth).compactMap { setting -> RequestRow? in
            let value = setting.shown(in: shown)
            return value.isEmpty ? nil : .told(setting.title(in: shown), value)
        }
        let words = "\(inherited.folder): \(inherited.auth.kind.rawValue); \(key) there changes it"
        return [.told("From folder", words)] + settings
    }

    /// What is said beneath the state of the token, a line each.
    private var tokenLines: [String] {
        let keys = [Action.editField, .deleteRow].map { stage.keymap.name(of: $0, in: keyContext) }
        guard case .kept(let token, let host) = composer.tokenReport else { return [] }
        // No younger than a second: below it the words would change with every frame.
        let age = TimeWords.words(max(1_000_000, stage.now - token.obtainedAt) * 1000)
        return ["\(keys[0]) gets another, \(keys[1]) forgets it; got \(age) ago at \(host)"] + TokenWords.details(token)
    }

    func drawToken(y: Int, _ look: Look, into canvas: Canvas) {
        canvas.put("Token", x: 1, y: y, style: look.style(.headerName), limit: Self.settingX - 2)
        let (words, role): (String, Role) =
            switch composer.tokenReport {
            case nil: ("is looked for", .textDim)
            case .missing(let host):
                ("none yet; \(stage.keymap.name(of: .editField, in: keyContext)) signs in at \(host)", .text)
            case .kept(let token, _): (TokenWords.state(token, at: look.now), .text)
            case .failed(let words): (words, .error)
            }
        // What is left of its time, and its age.
        if case .kept = composer.tokenReport { look.changesNextSecond() }
        canvas.put(
            visible(words), x: Self.settingX, y: y, style: look.style(role),
            limit: canvas.size.width - Self.settingX - 1)
    }

    func drawTold(_ name: String, _ line: String, y: Int, _ look: Look, into canvas: Canvas) {
        canvas.put(name, x: 1, y: y, style: look.style(.textDim), limit: Self.settingX - 2)
        canvas.put(
            visible(line), x: Self.settingX, y: y, style: look.style(.textDim),
            limit: canvas.size.width - Self.settingX - 1)
    }

    /// Whether the cursor is on the token, or on what is said beneath it.
    var isOnToken: Bool {
        guard tab == .auth, let place = rows.firstIndex(of: .token) else { return false }
        return (place...place + tokenLines.count).contains(row)
    }

    /// Gets a token, or another one, where the row with the cursor is one of the token's; nil elsewhere.
    func actOnToken(_ action: Action) -> [Effect]? {
        guard isOnToken else { return nil }
        let (draft, variables) = (composer.draft, composer.variables)
        switch action {
        case .editField: return [.signIn(.signIn(draft, variables))]
        case .deleteRow: return [.signIn(.signOut(draft, variables))]
        default: return nil
        }
    }
}
