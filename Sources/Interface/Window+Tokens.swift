import Kit
import Model
import Profile

/// What the palette has of signing in.
extension Window {
    /// Of the open request: the token, and what its folder says.
    func signInItems() -> [PaletteItem] {
        let (draft, variables) = (composer.draft, book.variables)
        var items: [PaletteItem] = []
        // Also of the folder: the token is the one that is sent.
        if case .oauth2 = variables.auth(for: draft) {
            items = [
                PaletteItem(
                    text: "sign in: the token of this request", note: "until when, its claims",
                    deed: .work { [.signIn(.tellToken(draft, variables))] }),
                PaletteItem(
                    text: "sign out: forget the token of this request", note: "the next send signs in anew",
                    deed: .work { [.signIn(.signOut(draft, variables))] }),
            ]
        }
        guard !draft.folder.isEmpty else { return items }
        let inherited = variables.inherited(by: draft)
        if draft.auth != .none {
            items.append(
                PaletteItem(
                    text: "folder \(draft.folder): who sends its requests, as this one",
                    note: draft.auth.kind.rawValue, deed: .work { [weak self] in self?.giveFolder(draft) ?? [] }))
        } else if let inherited {
            items.append(
                PaletteItem(
                    text: "folder \(inherited.folder): nobody sends its requests", note: inherited.auth.kind.rawValue,
                    deed: .work { [book, stage] in
                        book.change("the sender of \(inherited.folder)") { $0.settings.folders[inherited.folder] = nil }
                        stage.say(.info, "Requests in \(inherited.folder) take nothing of it any more")
                        return []
                    }))
        }
        return items
    }

    /// What the open request says of who sends it is the folder's from now on, and the request has it from there.
    private func giveFolder(_ draft: RequestDraft) -> [Effect] {
        let (folder, auth) = (draft.folder, draft.auth)
        book.change("the sender of \(folder)") { $0.settings.folders[folder] = auth }
        // None of its own: only so does it have the folder's.
        composer.draft.auth = .none
        composer.draft.inheritsAuth = true
        stage.say(.info, "Requests in \(folder) without a sender of their own have it: \(auth.kind.rawValue)")
        return []
    }

    /// Where requests are seen, what is kept of the sign-in of the open one is asked for.
    func askForToken() -> [Effect] { view == .rest ? composer.askForToken() : [] }

    /// A token was got, or forgotten: what is known of it is asked for anew.
    public func tokensChanged() -> [Effect] {
        composer.tokens.asked = nil
        return askForToken()
    }

    /// What is kept of a sign-in.
    public func take(_ report: TokenReport, of subject: TokenSubject) {
        composer.tokens.known = (subject, report)
    }

    /// Shows what a token says of itself.
    public func show(token lines: [String]) {
        stage.overlays.append(PickOverlay(stage, "Token", verb: "close", lines.map { ($0, "") }) { _ in [] })
    }
}
