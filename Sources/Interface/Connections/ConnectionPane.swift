import Kit
import Model
import Opener
import Profile
import Terminal
import Text
import Topics

/// The selected connection: what its test has found, where it stands, and how it is set.
final class ConnectionPane: Pane {
    let id = PaneID.connection
    let keyContext = KeyContext.connections
    private let parts: ConnectionParts
    var stage: Stage { parts.stage }
    var field: TextField?
    private let list: ConnectionsPane
    private var top = 0
    private var rows = 1
    private var lines: [(text: String, role: Role)] = []

    /// Below so many columns words need those that would set off what goes on.
    private static let roomy = 24
    /// Below so many columns facts of a test begin two columns in.
    private static let wide = 60
    private var stepIndent = ""

    init(_ list: ConnectionsPane, _ parts: ConnectionParts) {
        self.parts = parts
        self.list = list
    }

    func fit(_ look: Look, to size: Size) {
        rows = max(1, size.height)
        // Facts of a step stand below its name, where that leaves them room.
        stepIndent = String(repeating: " ", count: size.width < Self.wide ? 2 : 8)
        lines = content(look).flatMap { line -> [(text: String, role: Role)] in
            // What goes on stands below the words, not below the mark.
            let indent = String(line.text.prefix { $0 == " " })
            let hang = size.width < Self.roomy ? "" : "  "
            let pieces = wrapped(line.text, width: max(4, size.width - 2 - hang.count - indent.count))
            return pieces.enumerated().map { ($0 == 0 ? indent : indent + hang) + $1 }.map { ($0, line.role) }
        }
        top = max(0, min(top, lines.count - rows))
    }

    func perform(_ action: Action) -> [Effect] {
        switch action {
        case .up: top -= 1
        case .down: top += 1
        case .pageUp: top -= rows
        case .pageDown: top += rows
        case .first: top = 0
        case .last: top = lines.count
        default:
            return ConnectionActions.perform(
                action, on: list.row, select: { self.list.select($0) }, parts)
        }
        top = max(0, min(top, lines.count - rows))
        return []
    }

    func back() -> Bool {
        guard parts.model.probe != nil else { return false }
        parts.model.probe = nil
        return true
    }

    // MARK: - Drawing

    var subtitle: String { list.row?.name ?? "" }

    func info(_ look: Look) -> String {
        guard let probe = probe else { return "" }
        if probe.isRunning { return "testing" }
        return probe.steps.contains { $0.state == .failed } ? "test failed" : "test passed"
    }

    /// The test of the selected connection, if there was one.
    private var probe: ProbeReport? {
        // A test belongs to its row: who walks on sees what there is of the others.
        parts.model.probe.flatMap { $0.name == list.row?.name ? $0 : nil }
    }

    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        stage.hiddenRows = HiddenRows(top..<min(top + rows, lines.count), of: lines.count)
        for (y, line) in lines.dropFirst(top).prefix(canvas.size.height).enumerated() {
            canvas.put(line.text, x: 1, y: y, style: look.style(line.role), limit: canvas.size.width - 2)
        }
        return nil
    }

    private func content(_ look: Look) -> [(text: String, role: Role)] {
        guard let row = list.row else { return [("No connection is selected.", .text)] }
        var lines: [(text: String, role: Role)] = []
        // First: it is what was just asked for.
        if let probe = probe { lines += self.lines(probe.steps) + [("", .text)] }
        if !parts.book.trouble.isEmpty { lines.append((parts.book.trouble, .warning)) }
        if let id = row.openID, let workspace = parts.model[id] {
            let words = ConnectionWords.words(workspace.connection, look)
            lines.append((words, .text))
            let changes = SettingsChange.all(workspace, parts.book)
            if let words = SettingsChange.words(workspace, changes, stage) {
                lines.append((words, .warning))
                lines += changes.map { ("  \($0.name): \($0.saved), in force \($0.inForce)", .text) }
            }
            // What an earlier connection ended at is settled where another stands.
            if case .connected = workspace.connection.state {
            } else {
                lines += workspace.connection.ending.map { ($0, .textDim) }
            }
            let address = [workspace.connection.address, workspace.connection.protocolLabel]
            lines.append((address.filter { !$0.isEmpty }.joined(separator: " "), .textDim))
            let figures = ConnectionWords.figures(workspace, look)
            // Without a connection both are the same words.
            if figures != words { lines.append((figures, .textDim)) }
            lines.append(
                (
                    "kept \(Figures.budget(workspace.live.messages.keptBytes, of: workspace.live.messages.budget)),"
                        + " as much for each open connection", .textDim
                ))
            lines.append(("", .text))
        }
        lines += StartPage.words(row, parts).enumerated().map { ($0.element, $0.offset == 0 ? .text : .textDim) }
        let address = row.draft.map { ProbeReport.address(of: $0, parts.book.variables) }
        if probe == nil { lines += tested(address ?? opened(row), row.name) }
        guard let draft = row.draft else { return lines }
        if row.kind == .preset {
            let key = stage.keymap.key(for: .duplicate, in: .connections) ?? "duplicate"
            lines.append(("A broker to try: nothing on it is private. \(key) saves a copy.", .textDim))
            lines.append(("", .text))
        }
        var group = ""
        for spec in ConnectionFields.all(draft) {
            let value = spec.get(draft)
            // Only what is set: a form of sixty rows says nothing at a glance.
            if value.isEmpty || value == spec.usual { continue }
            if spec.group != group {
                group = spec.group
                lines.append((group, .title))
            }
            // Passwords also stand in addresses and in the fields of an upgrade.
            let shown = spec.isHidden(draft) ? Secret.dots : NamedSecrets.shown.text(value)
            lines.append(("  \(spec.name): \(shown)", .text))
        }
        if let words = ConnectionActions.clearSecret(of: draft)?.words {
            let key = stage.keymap.key(for: .referSecret, in: .connections) ?? ""
            lines.append(("  The \(words) stands in the file: \(key) makes it a reference", .warning))
        }
        return lines
    }

    private func opened(_ row: ConnectionRow) -> String {
        row.openID.flatMap { parts.model[$0]?.plan?.testedAs } ?? ""
    }

    /// What an earlier test has found of the broker: what it has and lacks, and what did not work.
    private func tested(_ address: String, _ name: String) -> [(text: String, role: Role)] {
        guard let report = parts.model.tested[address],
            let time = report.testedAt
        else {
            return []
        }
        // What went well is not worth a line; what the broker can is, however it went.
        // Of the test of another connection to it only that: its password, say, is not this one's.
        let isOwn = report.name == name
        let steps = report.steps.filter { isOwn && $0.state != .passed || ["Features", "Sizes"].contains($0.title) }
        if steps.isEmpty, !isOwn { return [] }
        let whose = isOwn ? "" : " of \(report.name),"
        let again = stage.keymap.key(for: .test, in: .connections).map { "; \($0) tests again" } ?? ""
        // The first sixteen characters are the date to the minute.
        return [("Seen by the test\(whose.isEmpty ? " of" : whose) \(Figures.date(time).prefix(16))\(again)", .title)]
            + lines(steps) + [("", .text)]
    }

    private func lines(_ steps: [ProbeReport.Step]) -> [(text: String, role: Role)] {
        steps.flatMap { step in
            let (word, role) = Self.word(step.state)
            return [("\(word)  \(step.title)  \(step.lines.first ?? "")", role)]
                + step.lines.dropFirst().map { ("\(stepIndent)\($0)", .textDim) }
        }
    }

    private static func word(_ state: ProbeReport.Step.State) -> (String, Role) {
        switch state {
        case .running: ("...   ", .textDim)
        case .passed: ("ok    ", .info)
        case .warned: ("note  ", .warning)
        case .failed: ("failed", .error)
        }
    }
}
