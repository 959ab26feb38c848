public import Model
public import Profile

/// What the app tells the window of connections and the profile.
extension Window {
    /// The connection on the screen.
    public var connection: ConnectionID { model.shown.id }

    /// The model of the connection on the screen.
    package var workspace: Workspace { model.shown }

    /// What is wrong with a broker's address, in words: asked while it is typed.
    public var brokerURLProblem: (String) -> String? {
        get { connectionParts.checkURL }
        set { connectionParts.checkURL = newValue }
    }

    /// Asks for a secret, or for leave to run the program that gives it; the answer comes back as ``ConnectionEffect/answerSecret(_:_:)``.
    public func ask(_ question: SecretQuestion) {
        switch question.subject {
        case .value(let words): raise(SecretOverlay(stage, question.number, for: words), asking: words)
        case .command(let arguments, let words):
            let command = arguments.map(ShellWord.quoted).joined(separator: " ")
            raise(
                ConfirmOverlay(
                    stage, "Run a program?", "\(command)  is run for \(words), now and whenever that is needed.",
                    no: { [.connection(.answerSecret(question.number, nil))] }
                ) { [.connection(.answerSecret(question.number, "yes"))] }, asking: words)
        }
    }

    /// Asks what to keep of what two programs have changed.
    /// - Parameter isLeaving: whether the program ends once that is decided.
    public func ask(_ conflicts: [ProfileConflict], isLeaving: Bool) {
        let questions = stage.overlays + waitingQuestions.map(\.popup)
        if let question = questions.lazy.compactMap({ $0 as? ConflictOverlay }).first {
            if isLeaving { question.isLeaving = true }
            return
        }
        let question = ConflictOverlay(stage, conflicts)
        question.isLeaving = isLeaving
        raise(question, asking: "what to keep of the profile")
    }

    /// Asks what to do with a profile that cannot be written, now that the program is to end.
    public func ask(ofProfile failure: String) { leaving.ask(ofProfile: failure) }

    /// What would be lost of publishes and requests if the program ended now, a sentence for each of the two.
    public var lostAtEnd: [String] { leaving.lost(.quit) }

    /// Requests that are typed and not saved.
    public var unsavedRequests: UnsavedDrafts { UnsavedDrafts(UnsavedRequests.items(composer)) }

    /// Takes back requests that were typed and not saved when the program was told to end.
    public func restore(_ unsaved: UnsavedDrafts) {
        let count = composer.library.restore(unsaved)
        guard count > 0 else { return }
        let secrets = unsaved.lacksSecrets ? "; secrets in them were not kept" : ""
        let words =
            count == 1 ? "1 request that was not saved is back" : "\(count) requests that were not saved are back"
        workspace.notify(Notice(at: stage.now, kind: .warning, text: words + secrets))
    }
}
