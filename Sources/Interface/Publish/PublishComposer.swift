import Kit
import Model
import Payloads
import Profile
import Terminal
import Topics

/// Composes a publish: topic, payload, properties, and how it is sent. It stays open after sending, so that the answer
/// is seen and the draft is there for the next one.
final class PublishComposer: Overlay {
    let title = "Publish"
    let keyContext = KeyContext.composer
    let publisher: Publisher
    var stage: Stage { publisher.stage }
    var form: PublishForm { didSet { changes += 1 } }
    var page = PublishForm.Page.message
    /// The field that has the keys; the number of fields means the editor below them.
    var current = 0
    var payload: TextEditor
    /// A payload that is more than an editor takes: it is sent and saved as it is.
    var large: String? { didSet { changes += 1 } }
    var userProperties: TextEditor
    /// Grows with every change of what is no editor's text.
    private(set) var changes = 0
    /// What was made last of all this.
    var memory = ComposerMemory()
    /// What is wrong, or what happened last.
    var words: (text: String, role: Role)?
    /// The publish that was sent last from here.
    var sent: Int?
    /// What the topic may become, while it is being typed.
    var completions: [String] = []
    /// The name and the folder that it is saved under; empty while it is not.
    private(set) var savedAs: (folder: String, name: String)
    /// What is saved under that name, as this form says it.
    private(set) var saved: PublishDraft? { didSet { memory.isDirty = nil } }
    /// Whether something was typed since the last sending.
    var isUnsent = false
    /// The properties of the message whose payload is proposed, while it is: they are of that message.
    private var offered: PublishForm.Properties?
    /// What was drawn where, for the mouse: rows, the column of the values, the names of the pages.
    var rows = ComposerRows(height: 24, fields: 0, current: 0, hasEditor: false, words: (0, 0))
    var valueX = 0
    var tabColumns: [Range<Int>] = []

    /// A composer on a draft, and on what is wanted of its reply; the keys go to the payload when there is a topic.
    /// - Parameter isOffered: whether the payload is only proposed, as in every field: the first letter takes its place.
    init(
        _ draft: PublishDraft, _ publisher: Publisher, reply: PublishEffect.ReplyWish? = nil, isOffered: Bool = false
    ) {
        self.publisher = publisher
        form = PublishForm(draft, reply: reply)
        savedAs = (draft.folder, draft.name)
        payload = TextEditor(draft.payload, syntax: Self.syntax(draft.format))
        large = draft.payload.utf8.count > TextEditor.maximumSize ? draft.payload : nil
        let lines = draft.properties.userProperties.map(PublishForm.line).joined(separator: "\n")
        // What a message came with is never more than fits: the editor would leave it out.
        userProperties = TextEditor(lines, limit: max(64 << 10, lines.utf8.count))
        // What is sent is read whole before: a line that goes on beyond the edge is not.
        payload.wraps = true
        userProperties.wraps = true
        // At the end: the text is gone on with. One that is only offered is read first, from its beginning.
        payload.cursor = isOffered ? 0 : payload.content.count
        if isOffered {
            payload.anchor = payload.content.count
            offered = form.properties(userProperties.text)
        }
        // As this form says it and not as it was read: what the form does not show must not make it look changed.
        saved = draft.name.isEmpty ? nil : typed
        // Where the topic is known, the payload is what is missing.
        if !draft.topic.isEmpty { current = fieldCount }
    }

    static func syntax(_ format: PublishDraft.Format) -> EditorSyntax {
        switch format {
        case .json: .json
        case .xml: .xml
        case .text, .hex, .base64, .file, .empty: .plain
        }
    }

    var fieldCount: Int { form.fields[page]?.count ?? 0 }
    /// Whether this page has an editor below its fields.
    var hasEditor: Bool { page != .sending }
    var isInEditor: Bool { hasEditor && current == fieldCount }

    func size(screen: Size) -> Size {
        Size(width: min(max(100, screen.width * 7 / 10), screen.width - 4), height: min(32, screen.height - 2))
    }

    // MARK: - Keys

    func perform(_ action: Action) -> OverlayAnswer {
        switch action {
        case .back: return leave()
        case .send: return send()
        case .startRun: return start()
        case .publishAndCut: return sendAndCut()
        case .expect:
            // Sending says what is wrong with it.
            guard let draft = typed else { return send() }
            stage.journeys?.expect(of: draft)
        case .externalEditor: return editOutside()
        case .copyCommand: return copyCommand()
        case .save: save()
        case .nextTab: turnPage()
        case .format: format()
        case .complete:
            if isTopicCurrent, let first = completions.first { complete(first) } else { step(by: 1) }
        case .nextField, .accept: step(by: 1)
        case .previousField: step(by: -1)
        case .hideHint:
            if let preview = preview(limit: 1), let hint = publisher.advice(preview.topicHints) {
                TopicAdvice.hide(hint, publisher.book, stage)
            }
        default: break
        }
        return .stay
    }

    /// Leaves; changes to what is saved are asked about.
    private func leave() -> OverlayAnswer {
        // Before the question: whichever way it is answered, what was typed is there the next time.
        keep()
        guard isDirty, var draft = typed else { return .done }
        // The form's own draft has no name.
        (draft.folder, draft.name) = savedAs
        let book = publisher.book
        stage.overlays.append(
            ConfirmOverlay(stage, "Not saved", "Save the changes to \(draft.name)?") { [draft] in
                book.save(draft)
                return []
            })
        return .done
    }

    private func turnPage() { show(page: page.rawValue + 1) }

    private func show(page index: Int) {
        page = PublishForm.Page(rawValue: index) ?? .message
        // The payload is what is typed most.
        current = page == .message ? fieldCount : 0
        completions = []
    }

    func type(_ key: KeyPress) -> OverlayAnswer {
        if isInEditor {
            typeText(key)
        } else if let action = stage.keymap.action(for: key, in: .form) {
            // Its fields are those of any form.
            return perform(action)
        } else {
            switch form.fields[page]?.press(key, stage.keymap, current: &current) {
            case .chosen: fieldChanged()
            case .text: words = (stage.keymap.optionHint, .warning)
            case .ignored, nil: break
            }
        }
        return .stay
    }

    private func typeText(_ key: KeyPress) {
        // From its first line one goes up to the fields, but not with Shift, which selects.
        let isUp = key.modifiers.isEmpty && stage.keymap.edit(for: key, in: .lines) == .cursorUp
        if isUp, editor.position(of: editor.cursor).line == 1 { return step(by: -1) }
        edit { $0.press(key, stage.keymap) }
    }

    /// The editor of this page.
    var editor: TextEditor { page == .message ? payload : userProperties }

    private func edit(_ body: (inout TextEditor) -> TextEditor.Answer) {
        if page == .message, large != nil { return words = (largeWords, .info) }
        let answer = page == .message ? body(&payload) : body(&userProperties)
        switch answer {
        case .full: words = ("There is no room for more: a payload of this size is better sent from a file", .error)
        case .changed:
            words = nil
            isUnsent = true
            if page == .message { letPropertiesGo() }
        case .moved: if page == .message { offered = nil }
        case .ignored, .copied: break
        }
    }

    /// After the payload became another: what came with the one that was typed over goes with it. A Response Topic and
    /// Correlation Data are of one exchange (MQTT 5 3.3.2.3.5), and an answer to the old one would be sent to its sender.
    private func letPropertiesGo() {
        // Indenting changes lines of it and keeps what is selected.
        guard let taken = offered, payload.selection == nil else { return }
        offered = nil
        // Who has changed one of them has seen them all.
        guard !taken.isEmpty, form.properties(userProperties.text) == taken else { return }
        form.clearProperties()
        userProperties.replaceAll(with: "")
        words = ("Without what went along with the message that was there: \(taken.names)", .info)
    }

    private func step(by rows: Int) {
        let count = fieldCount + (hasEditor ? 1 : 0)
        current = (current + rows + count) % count
        completions = []
    }

    private var isTopicCurrent: Bool { page == .message && current == 0 }

    private func fieldChanged() {
        words = nil
        isUnsent = true
        // The format may be the field that changed.
        payload.syntax = Self.syntax(form.format)
        if isTopicCurrent { suggest() }
    }

    private func suggest() {
        completions = form.topic.isEmpty ? [] : publisher.live.topics.completions(of: form.topic, limit: 5)
    }

    private func complete(_ topic: String) {
        form.topic = topic
        isUnsent = true
        suggest()
    }

    func paste(_ text: String) {
        if isInEditor {
            // Braces that were pasted are text until the person says otherwise.
            let literal = TemplateCall.quoted(text)
            edit { $0.insert(literal) }
            guard literal != text else { return }
            BracesQuestion.ask(ofText: text, stage) { [weak self] in
                self?.edit { $0.replace(inserted: literal, with: text) }
            }
        } else {
            guard form.fields[page]?.paste(text, current: &current) == true else {
                words = (stage.keymap.optionHint, .warning)
                return
            }
            fieldChanged()
        }
    }

    func click(_ point: Point) -> OverlayAnswer {
        if point.y == 0 {
            if let index = tabColumns.firstIndex(where: { $0.contains(point.x) }) { show(page: index) }
        } else if let top = rows.editor, rows.isEditor(point.y) {
            current = fieldCount
            let place = Point(x: point.x - 1, y: point.y - top)
            if page == .message {
                payload.moveCursor(to: payload.offset(at: place))
            } else {
                userProperties.moveCursor(to: userProperties.offset(at: place))
            }
        } else if let index = rows.field(at: point.y) {
            current = index
            completions = []
            let column = point.x - valueX
            if form.fields[page]?[current].click(at: column) == true { fieldChanged() }
        }
        return .stay
    }

    func scroll(by rows: Int, at point: Point) -> OverlayAnswer {
        guard self.rows.isEditor(point.y) else { return .stay }
        if page == .message { payload.turn(by: rows) } else { userProperties.turn(by: rows) }
        return .stay
    }

    // MARK: - Sending

    /// The draft as typed; nil when a field cannot be meant, which is then said.
    func draft() -> PublishDraft? {
        do throws(PublishForm.Problem) {
            return try form.draft(payload: payloadText, userProperties: userProperties.text)
        } catch {
            point(to: error)
            return nil
        }
    }

    private func point(to problem: PublishForm.Problem) {
        page = problem.page
        current = problem.field
        // They are of the field that had the keys, maybe on another page.
        completions = []
        words = (problem.words, .error)
    }

    /// Keeps what was typed and not sent for the next time; what was sent is in the list of what was sent.
    private func keep() {
        publisher.kept = isUnsent ? typed.map { ($0, try? form.replyWish()) } : nil
    }

    /// Keeps the publish in the profile, under a name that is asked for.
    private func save() {
        guard var draft = draft() else { return }
        stage.overlays.append(
            FormOverlay(
                stage, "Save the publish", verb: "save", [.line("Name", savedAs.name), .line("Folder", savedAs.folder)]
            ) { [weak self, publisher] values in
                if values[0].isEmpty { return .problem("A publish needs a name") }
                draft.name = values[0]
                draft.folder = values[1]
                publisher.book.save(draft)
                self?.savedAs = (draft.folder, draft.name)
                self?.saved = self?.typed
                self?.words = ("Saved as \(draft.name)", .info)
                return .effects([])
            })
    }

    private func send() -> OverlayAnswer {
        guard let draft = draft(), passes(draft) else { return .stay }
        let request: PublishEffect.ReplyWish?
        do throws(PublishForm.Problem) {
            request = try form.replyWish()
        } catch {
            point(to: error)
            return .stay
        }
        words = nil
        isUnsent = false
        // The number that the effect will get: nothing else publishes between here and there.
        sent = publisher.workspace.publishing.outbox.nextID
        return OverlayAnswer(effects: [.publish(.send(draft, reply: request))])
    }

    /// Says how the line is cut.
    func offerToCut() {
        let key = stage.keymap.name(of: .publishAndCut, in: .composer)
        let view = stage.keymap.name(of: .wire, in: .anywhere)
        words = ("\(key) sends it and cuts the line before the acknowledgement; view \(view) shows what follows", .info)
    }

    /// Sends, and has the line cut before the broker's answer is read.
    private func sendAndCut() -> OverlayAnswer {
        guard let draft = draft(), passes(draft) else { return .stay }
        // MQTT 5 4.3.1: at most once, and nothing is stored for another connection.
        guard draft.qos > 0 else {
            words = ("QoS 0 has no acknowledgement, and is not sent again: choose 1 or 2", .error)
            return .stay
        }
        words = nil
        isUnsent = false
        sent = publisher.workspace.publishing.outbox.nextID
        return OverlayAnswer(effects: [.publish(.sendAndCut(draft))])
    }

    /// Whether nothing forbids sending; else the reason is said.
    private func passes(_ draft: PublishDraft) -> Bool {
        var draft = draft
        // What stands for a value is no part of the topic yet: `{{topic:a/b#$.x}}`.
        if draft.topic.contains("{{") { draft.topic = "x" }
        let check = PublishCheck(draft, payloadSize: nil, limits: publisher.workspace.publishLimits)
        guard let problem = check.problem else { return true }
        words = (problem, .error)
        return false
    }

    private func start() -> OverlayAnswer {
        guard let draft = draft(), passes(draft) else { return .stay }
        do throws(PublishForm.Problem) {
            let rhythm = try form.rhythm()
            isUnsent = false
            if !rhythm.linesFile.isEmpty {
                words = ("Reading \(rhythm.linesFile)", .info)
                return OverlayAnswer(effects: [
                    .publish(.sendLines(of: rhythm.linesFile, draft, interval: rhythm.interval, total: rhythm.total))
                ])
            }
            let isStarted = publisher.workspace.publishing.start(
                draft, interval: rhythm.interval, total: rhythm.total, now: stage.now)
            words =
                isStarted
                ? (Self.started(stage.keymap), .info)
                : ("\(Publishing.maximumRuns) are running: stop one first", .error)
        } catch {
            point(to: error)
        }
        return .stay
    }

    private static func started(_ keymap: Keymap) -> String {
        let list = keymap.name(of: .publishes, in: .anywhere)
        let (back, stop) = (keymap.name(of: .back, in: .composer), keymap.name(of: .stopRun, in: .publishes))
        return "Started: \(back), then \(list) lists it; \(stop) there stops it"
    }

    /// Copies what is composed as a command for a shell.
    private func copyCommand() -> OverlayAnswer {
        guard let draft = draft() else { return .stay }
        let effects = CommandCopies.copy(composed: draft, publisher)
        words = publisher.workspace.notices.last.map { ($0.text, effects.isEmpty ? .warning : .info) }
        return OverlayAnswer(effects: effects)
    }
}
