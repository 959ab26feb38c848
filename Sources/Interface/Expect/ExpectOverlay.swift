import Kit
import Model
import Profile
import Terminal
import Text

/// Something that was sent, and what came of what is expected of it. It goes on when this is closed.
final class ExpectOverlay: Overlay {
    let title = "Expect"
    let keyContext = KeyContext.expect
    let stage: Stage
    private let parts: ExpectParts
    private let typed: ExpectTyped
    private var cursor = ListCursor<RowNumber>()

    init(_ parts: ExpectParts, _ typed: ExpectTyped?) {
        stage = parts.stage
        self.parts = parts
        self.typed = typed ?? ExpectTyped()
    }

    private var report: StepReport? { parts.model.expectation }

    func size(screen: Size) -> Size {
        // As high as what it has to say, which grows: what was sent stands behind it.
        let width = min(100, screen.width - 4)
        return Size(width: width, height: min(max(10, lines(width: width - 4).count + 8), 20, screen.height - 2))
    }

    // MARK: - Keys

    func perform(_ action: Action) -> OverlayAnswer {
        switch action {
        case .back: return .done
        case .endRun:
            guard report?.isRunning == true else {
                stage.say(.info, "Nothing is watched any more")
                return .stay
            }
            return OverlayAnswer(effects: [.connection(.endExpect)])
        case .send:
            guard report?.isRunning != true, let step = try? ExpectForm.step(typed) else { return .stay }
            return OverlayAnswer(
                effects: [.connection(.expect(ExpectOrder(step: step, variables: parts.composer.variables)))])
        case .edit:
            ExpectForm.ask(typed, parts)
            return .done
        case .copyCommand: return copyCommand()
        case .copyJSON: return copyStep()
        // How they are wrapped is known when they are drawn: the cursor is bounded then.
        default: _ = cursor.perform(action, of: lines(width: 80).count)
        }
        return .stay
    }

    /// The step with what is saved named, as a command or a file has it.
    private var named: StepDraft? {
        guard var step = try? ExpectForm.step(typed) else { return nil }
        switch step.trigger {
        case .request(let draft) where !draft.name.isEmpty: step.trigger = .savedRequest(draft.savedPath)
        case .publish(let draft) where !draft.name.isEmpty:
            step.trigger = .savedPublish(draft.savedPath)
        default: break
        }
        // A saved request brings its checks.
        if case .savedRequest = step.trigger { step.checks = [] }
        return step
    }

    private func copyCommand() -> OverlayAnswer {
        guard let step = named, let access = parts.desk.workspace.access else {
            stage.say(.warning, "Not copied: no connection was opened that the command could name")
            return .stay
        }
        // The version that was agreed on, and not the one that was wished for.
        let version = String(parts.desk.workspace.connection.protocolLabel.drop { $0 == "v" })
        return OverlayAnswer(
            effects: CommandCopies.copy(.expect(step), by: [.martlet], to: access, version: version, stage))
    }

    private func copyStep() -> OverlayAnswer {
        guard let step = named else { return .stay }
        let bytes = step.written()
        guard stage.canCopy(bytes.count) else { return .stay }
        stage.say(.info, "Copied as a step of a file for martlet expect")
        return OverlayAnswer(effects: [.program(.copy(bytes))])
    }

    // MARK: - What is shown

    private var stateWords: (words: String, role: Role) {
        switch report?.state {
        case nil: ("nothing is watched", .textDim)
        case .preparing: ("waiting for the broker to grant what is watched", .text)
        case .running: ("sent and watching", .text)
        case .met: ("met", .info)
        case .missed: ("not met", .error)
        case .failed(let words): (words.withoutControls, .error)
        }
    }

    private func lines(width: Int) -> [(text: String, role: Role)] {
        guard let report else { return [] }
        func wrap(_ lines: [String], _ role: Role) -> [(text: String, role: Role)] {
            lines.flatMap { wrapped($0.withoutControls, width: width).map { ($0, role) } }
        }
        return wrap(report.words, .error) + wrap(report.notes, .text)
    }

    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        let width = canvas.size.width - 2
        let what =
            typed.isSent && typed.trigger != .none
            ? "send \(ExpectForm.words(typed.trigger))" : "watch what comes by itself"
        canvas.put(what, x: 1, y: 0, style: look.style(.topicName), limit: width)
        let state = stateWords
        let head = wrapped(state.words, width: width).prefix(3)
        for (y, line) in head.enumerated() { canvas.put(line, x: 1, y: 1 + y, style: look.style(state.role)) }
        let top = head.count + 2
        let lines = lines(width: width)
        cursor.fit(count: lines.count, height: canvas.size.height - top - 1)
        stage.hiddenRows = cursor.hidden
        for (y, index) in cursor.visible.enumerated() {
            canvas.put(lines[index].text, x: 1, y: top + y, style: look.style(lines[index].role), limit: width)
        }
        let isRunning = report?.isRunning == true
        drawHints(
            [
                (.endRun, isRunning ? "end it" : ""), (.send, isRunning ? "" : "again"), (.edit, "change"),
                (.copyCommand, "copy as command"), (.copyJSON, "copy as JSON"), (.back, "back"),
            ].filter { !$0.words.isEmpty }, y: canvas.size.height - 1, look, into: canvas)
        return nil
    }
}
