import Kit
import Terminal

/// A popup that came by itself while something was typed.
struct WaitingQuestion {
    let popup: any Overlay
    /// What it asks for, as in `password of home`.
    let subject: String
}

extension Action {
    /// Whether what is asked next is asked because of it.
    var isOrder: Bool { [.accept, .yes, .send, .test].contains(self) }
}

/// Popups that nobody has pressed a key for: a broker wants its secret again, a request in the background is to sign in.
///
///     asked ──nothing is typed, or the last key ordered something──> in front
///       └ waits, and the lower edge says so ──what was typed is done with, or an order──> in front
///
/// A key that is typed belongs to what it was typed into: a popup that came between two letters would take the second
/// one, and Enter would send it as a password.
extension Window {
    /// Puts up a popup with the next frame, or lets it wait.
    func raise(_ popup: any Overlay, asking subject: String) {
        waitingQuestions.append(WaitingQuestion(popup: popup, subject: subject))
    }

    /// Puts up the first of those that wait if it may: only a frame does, since a key that is pressed before it belongs to
    /// what was seen then.
    func askWaiting() {
        guard !waitingQuestions.isEmpty, lastKeyOrders || !isBeingTyped else { return }
        stage.overlays.append(waitingQuestions.removeFirst().popup)
        // The next key is an answer to this one; those behind it come when it is given.
        lastKeyOrders = false
    }

    /// What the lower edge says of those that wait; nil when there are none.
    var waitingWords: String? {
        guard let first = waitingQuestions.first else { return nil }
        let others = waitingQuestions.count - 1
        let more = others > 0 ? ", and \(Figures.count(others, "question")) more" : ""
        return "Waits to be asked: \(first.subject)\(more); done with this, it opens"
    }

    /// Whether a key is an order, such as sending, and no part of what is typed.
    func orders(_ key: KeyPress) -> Bool {
        let action =
            if let popup = stage.overlays.last {
                stage.keymap.action(for: key, in: popup.keyContext)
            } else if focused.isTyping {
                stage.keymap.action(for: key, typing: focused.typingContext, in: focused.keyContext)
            } else {
                stage.keymap.action(for: key, in: focused.keyContext)
            }
        return action?.isOrder == true
    }

    /// Whether keys go into a text or answer a question.
    private var isBeingTyped: Bool {
        guard let popup = stage.overlays.last else { return focused.isTyping }
        return switch popup.keyContext {
        case .form, .connectionForm, .composer, .palette, .pick, .confirm, .conflict, .leaving, .field, .requestField,
            .completion, .options, .editor:
            true
        default: false
        }
    }
}
