import Files
import Interface
import Model
import Profile

/// The end of the program, and what is saved on the way there.
extension Application {
    /// Does what is asked for of the profile.
    func run(_ effect: ProfileEffect) {
        switch effect {
        case .saveRequests(let drafts): book.note { $0.takeRequests(drafts) }
        case .keepSecret(let path, let value, let isOfRequest): keep(value, in: path, isOfRequest)
        case .settleConflict(let choice): keeper?.save(book, choice: choice)
        }
    }

    /// Ends the program once the profile is on the disk; asks when it cannot be.
    func quit() {
        // Asked for twice, or behind a signal: the first reason to end holds.
        guard outcome == nil else { return }
        guard let keeper, keeper.isUnsaved(book) || keeper.isSaving else {
            outcome = .quit
            return
        }
        // The first call saves, or waits for what is under way, and is made again by `Errand.saved`; the second asks.
        switch keeper.state {
        case .saving where isLeaving: window.ask(ofProfile: "\(book.path) is still being written")
        case .saving:
            isLeaving = true
        case .failed(let words) where isLeaving:
            isLeaving = false
            window.ask(ofProfile: words)
        // The conflict is on the screen by now: what is decided there asks for the end again, and so does the next `q`.
        case .asking where isLeaving: isLeaving = false
        case .failed, .asking, .idle:
            isLeaving = true
            keeper.save(book)
        }
    }

    /// Writes a copy of the profile to another file, and ends; what stands against it is asked about again.
    func saveProfile(elsewhere path: String) {
        let path = HomePath.expanded(path)
        do {
            try WholeFile.replace(path, with: book.profile.bytes, for: .owner)
            // The copy has the changes: the profile itself is not tried again at the end.
            keeper?.giveUp(book)
            lastWords = "the profile with the changes is \(path)"
            outcome = outcome ?? .quit
        } catch {
            window.ask(ofProfile: "\(error)")
        }
    }

    /// Writes a secret to a file of its own; where that cannot be, the profile keeps it.
    func keep(_ value: String, in path: String, _ isOfRequest: Bool) {
        let words: (Notice.Kind, String)
        do {
            try WholeFile.create(path, with: Array("\(value)\n".utf8))
            words = (.info, "Written to \(path) for you alone; the profile names the file")
        } catch {
            // The draft names the file already: it gets its secret back.
            if isOfRequest {
                // The undo brings the secret back into the draft; the profile takes it from there, or would go on
                // naming a file that does not exist.
                _ = model.requests.library.undo()
                book.note { $0.takeRequests(model.requests.library.saved) }
            } else {
                _ = book.undo()
            }
            words = (.error, "\(error): the secret stays in the profile")
        }
        model.shown.notify(Notice(at: clock.now(), kind: words.0, text: words.1))
    }
}
