import Kit
import Payloads
import Profile

/// The payload: what is in the editor, set out in lines, or changed in an editor outside.
extension PublishComposer {
    /// What is sent.
    var payloadText: String { large ?? payload.text }

    /// What is said where a payload is too large to be typed into.
    var largeWords: String {
        let key = stage.keymap.name(of: .externalEditor, in: keyContext)
        return "A payload of more than 16 MiB stays as it is; \(key) opens it in $EDITOR"
    }

    func format() {
        guard let kind = TypedText.Kind(form.format) else {
            words = ("Only JSON and XML are formatted: choose one as the format", .warning)
            return
        }
        if large != nil { return words = (largeWords, .info) }
        let text = payload.text
        let typed = TypedText(template: text, as: kind)
        if let flaw = typed.checked() {
            let (line, column) = payload.position(of: flaw.offset)
            words = ("\(flaw.words) at line \(line) column \(column)", .error)
            payload.flaw = flaw.offset
        } else {
            replacePayload(with: typed.formatted(original: Array(text.utf8)))
        }
    }

    func editOutside() -> OverlayAnswer {
        let ending = form.format == .json ? "json" : form.format == .xml ? "xml" : "txt"
        let line = payload.position(of: payload.cursor).line
        let effect = stage.runInTerminal(
            .editor, PayloadBytes(Array(payloadText.utf8)), fileExtension: ending, line: line
        ) { [weak self] outcome in
            if case .edited(let text) = outcome { self?.replacePayload(with: text) }
        }
        return OverlayAnswer(effects: [effect])
    }

    private func replacePayload(with text: String) {
        let before = payloadText
        large = text.utf8.count > TextEditor.maximumSize ? text : nil
        payload.replaceAll(with: large == nil ? text : "")
        // As if it had been typed: leaving keeps it for the next time.
        if payloadText != before { isUnsent = true }
    }
}
