import Kit
import Payloads
import Profile
import Terminal

/// The text of a body in an editor, and the check of it while it is typed.
///
/// The editor holds the text while it is typed into; the draft takes it over when the typing is done, so that a key
/// costs nothing but itself.
final class BodyEditor {
    var editor = TextEditor()
    /// Whether keys go into it.
    var isActive = false
    /// Whether the text is more than an editor takes: it stays in the draft as it is, and the editor is empty.
    private(set) var isTooLarge = false
    /// What is wrong with the text; nil while nothing is known to be.
    private(set) var problem = ""
    /// Which request and which text it was filled from, or has given.
    private var request: Int?
    private var known = ""
    private var checked: Int?
    private var check: (text: TypedText, revision: Int, expansion: Expansion)?
    /// Puts values in, and the variables that it does so with.
    private var expander = TemplateExpander(variables: Variables())

    /// Bytes checked between two looks at the clock.
    private static let slice = 1 << 17
    /// The longest text, in bytes, of which it is looked for whose value breaks it: that is done in one go.
    private static let longestExplained = 1 << 18

    /// Follows the open request; a text that came from elsewhere takes the place of this one and can be undone.
    func follow(_ composer: RequestComposer) {
        // Before another one takes its place: what was typed belongs to the request that it was typed into.
        if request != composer.current { commit(composer) }
        guard let text = composer.draft.body.text else { return isActive = false }
        if expander.variables != composer.variables {
            expander = TemplateExpander(variables: composer.variables)
            // The text is as it was, but another value may break it.
            checked = nil
        }
        let syntax = Self.syntax(composer.draft.body)
        let wasTooLarge = isTooLarge
        isTooLarge = text.utf8.count > TextEditor.maximumSize
        if request != composer.current || wasTooLarge != isTooLarge {
            request = composer.current
            editor = TextEditor(text, syntax: syntax)
            isActive = false
            // Another request: no undo leads from one into the other.
            (known, checked, check, problem) = (text, nil, nil, "")
        } else if text != known {
            editor.replaceAll(with: text)
            known = text
        }
        if editor.syntax != syntax {
            editor.syntax = syntax
            checked = nil
        }
    }

    private static func syntax(_ body: RequestBody) -> EditorSyntax {
        switch body {
        case .json: .json
        case .xml: .xml
        default: .plain
        }
    }

    /// Gives the text to the draft of the request that it is of.
    func commit(_ composer: RequestComposer) {
        guard !isTooLarge, let request, var draft = composer.library[request]?.draft, let old = draft.body.text
        else { return }
        // Another request is open: what has become of the body of this one meanwhile is not to be overwritten.
        guard request == composer.current || old == known else { return }
        let text = editor.text
        // Setting it would make the draft look changed, and send the preview through it all again.
        guard text != known else { return }
        known = text
        draft.body = draft.body.with(text: text)
        composer.library.edit(request, draft)
    }

    // MARK: - Checking

    var hasWork: Bool { editor.syntax != .plain && (checked != editor.revision || check != nil) }

    /// Checks in slices until a deadline; answers whether something came of it or there is more.
    func advance(until deadline: ContinuousClock.Instant) -> Bool {
        guard hasWork else { return false }
        if check?.revision != editor.revision {
            checked = editor.revision
            // The text is checked with values put in: `{"n": {{count}}}` is JSON only then.
            let expansion = expander.expand(editor.text)
            check = (
                TypedText(PayloadBytes(expansion.covered), as: editor.syntax == .xml ? .xml : .json),
                editor.revision, expansion
            )
        }
        guard let (text, _, expansion) = check else { return false }
        while !text.isComplete {
            // The clock is asked once a slice: asking it costs more than a few bytes.
            guard ContinuousClock.now < deadline else { return true }
            text.advance(units: Self.slice)
        }
        check = nil
        // The flaw is in the expanded text; the mark must stand in what is typed.
        editor.flaw = text.flaw.map { expansion.source(of: $0.offset) }
        if let flaw = text.flaw {
            let (line, column) = editor.position(of: expansion.source(of: flaw.offset))
            let isShort = expansion.bytes.count <= Self.longestExplained
            let words = editor.syntax == .json && isShort ? expansion.brokenJSON(of: editor.text)?.words : nil
            // As the frame has the cursor's place: there is little room beside the tabs.
            problem = words ?? "\(line):\(column) \(flaw.words)"
        } else {
            problem = ""
        }
        return true
    }

    /// Sets the text out in lines; answers why it cannot.
    func format() -> String? {
        guard !isTooLarge else { return "the body has more than 16 MiB" }
        guard editor.syntax != .plain else { return "Only JSON and XML are formatted" }
        let text = editor.text
        // With its templates as they stand: formatted is what was typed, not the values.
        let typed = TypedText(template: text, as: editor.syntax == .xml ? .xml : .json)
        if let flaw = typed.checked() {
            editor.moveCursor(to: flaw.offset)
            let (line, column) = editor.position(of: flaw.offset)
            return "\(flaw.words) at line \(line) column \(column)"
        }
        editor.replaceAll(with: typed.formatted(original: Array(text.utf8)))
        return nil
    }

    /// The end of a file's name for an editor outside.
    var fileExtension: String {
        switch editor.syntax {
        case .json: "json"
        case .xml: "xml"
        case .plain: "txt"
        }
    }
}
