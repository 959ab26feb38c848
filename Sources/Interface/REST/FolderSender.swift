import Kit
import Model
import Profile
import SignIn

/// Who sends the requests of a folder that do not say it themselves: a way is taken, then its fields are typed. The fields
/// are those of the part Auth of a request.
struct FolderSender {
    let folder: String
    let composer: RequestComposer
    let stage: Stage

    /// A way to be taken: for OAuth 2 each grant is one, since its fields follow from it.
    private struct Way {
        var kind: RequestAuth.Kind
        var grant: OAuthGrant?

        var words: String { grant.map { "\(kind.rawValue): \(Self.word($0))" } ?? kind.rawValue }
        var note: String { grant?.note ?? kind.note }

        private static func word(_ grant: OAuthGrant) -> String {
            switch grant {
            case .clientCredentials: "client"
            case .deviceCode: "device code"
            case .authorizationCode: "browser"
            }
        }
    }

    private static let ways: [Way] = RequestAuth.Kind.allCases.flatMap { kind in
        kind == .oauth2 ? OAuthGrant.allCases.map { Way(kind: kind, grant: $0) } : [Way(kind: kind, grant: nil)]
    }

    /// What holds for the folder now; nil when it says nothing.
    private var own: RequestAuth? { composer.book.profile.settings.folders[folder] }

    /// Asks for the way, the one that holds first.
    func ask() {
        let ways = Self.ways
        let own = own
        let selected = ways.firstIndex { way in
            guard let own, own.kind == way.kind else { return false }
            guard case .oauth2(let draft) = own else { return true }
            return draft.settings.grant == way.grant
        }
        var lines = ways.map { (text: $0.words, note: $0.note) }
        // The first way is `none`, which here means the folder around it.
        lines[0] = (text: "nobody", note: outer.map { "as \($0) says" } ?? "requests say it themselves")
        stage.overlays.append(
            PickOverlay(stage, "Who sends the requests in \(folder)", verb: "take", lines, selected: selected ?? 0) {
                let way = ways[$0]
                if way.kind == .none { clear() } else { type(start(way)) }
                return []
            })
    }

    /// The folder around it that says something.
    private var outer: String? {
        guard let slash = folder.lastIndex(of: "/") else { return nil }
        var draft = RequestDraft()
        draft.folder = String(folder[..<slash])
        return composer.variables.inherited(by: draft)?.folder
    }

    private func clear() {
        guard own != nil else { return stage.say(.info, "\(folder) says nothing of who sends its requests") }
        composer.setSender(of: folder, to: nil)
        stage.say(.info, "Requests in \(folder) take nothing of it any more")
    }

    /// What stands in the fields at first: what holds, as far as the way has a place for it.
    private func start(_ way: Way) -> RequestDraft {
        var draft = RequestDraft()
        draft.auth = own ?? .none
        if draft.auth.kind != way.kind { draft.setAuth(way.kind) }
        if let grant = way.grant, case .oauth2(var oauth) = draft.auth {
            oauth.settings.grant = grant
            draft.auth = .oauth2(oauth)
        }
        return draft
    }

    private func type(_ draft: RequestDraft) {
        // The grant was taken before.
        let settings = RequestSetting.settings(of: draft.auth).filter { $0 != .signing(.grant) }
        stage.overlays.append(
            FormOverlay(
                stage, "\(draft.auth.kind.rawValue) of \(folder)", verb: "keep",
                settings.map { Self.field($0, draft) }, notes: settings.map { note($0, draft) }
            ) { values in
                var draft = draft
                for (setting, value) in zip(settings, values) {
                    if setting.isSwitch {
                        if setting.text(in: draft) != value { setting.toggle(&draft) }
                    } else if let problem = setting.set(value, in: &draft) {
                        return .problem("\(setting.title(in: draft)): \(problem)")
                    }
                }
                keep(draft.auth)
                return .effects([])
            })
    }

    private static func field(_ setting: RequestSetting, _ draft: RequestDraft) -> FormField {
        let (title, text) = (setting.title(in: draft), setting.text(in: draft))
        if setting.isSwitch {
            // A switch has two words: the other one is that of the draft after it.
            var other = draft
            setting.toggle(&other)
            return .choice(title, [text, setting.text(in: other)])
        }
        guard setting.isSecret else { return .line(title, text) }
        return .secret(title, text) { setting.isConcealed($0, isKept: $0 == text, in: draft) }
    }

    private func note(_ setting: RequestSetting, _ draft: RequestDraft) -> String {
        setting == .secret ? SigningSetting.secretNote : setting.note(in: draft, stage.keymap)
    }

    private func keep(_ auth: RequestAuth) {
        composer.setSender(of: folder, to: auth)
        guard let clear = clearSecret else {
            return stage.say(
                .info, "Requests in \(folder) without a sender of their own have it: \(auth.kind.rawValue)")
        }
        let key = stage.keymap.name(of: .referSecret, in: .requests)
        stage.say(.warning, "Kept; the \(clear.words) stands in clear: \(key) on \(folder) makes it a reference")
    }

    // MARK: - Its secret

    /// The secret that stands in the profile as it is; nil for none.
    private var clearSecret: ClearSecret? {
        var draft = RequestDraft()
        draft.auth = own ?? .none
        return draft.clearSecrets.first
    }

    /// Makes a reference of a secret that is written out.
    func refer() {
        guard let clear = clearSecret else { return stage.say(.info, "\(folder) has no secret that is written out") }
        SecretReference.ask(
            "\(clear.words) of \(folder)", clear.value, name: "\(folder) \(clear.name)", in: composer.book, stage
        ) { [folder, composer] secret in
            composer.book.change("the \(clear.words) of \(folder) in the file") {
                $0.settings.folders[folder]?.secret = secret
            }
            return []
        }
    }
}
