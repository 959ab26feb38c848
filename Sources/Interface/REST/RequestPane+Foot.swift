import Kit
import Opener
import Payloads
import Profile
import Terminal

/// What is said of the URL above the tabs and of the row with the cursor at the bottom: whole, where a row has no room.
extension RequestPane {
    /// What would be asked for, or what is in the way.
    struct Outcome {
        var lines: [String] = []
        var isProblem = false
    }

    /// What stands at the bottom.
    struct Foot {
        var lines: [String] = []
        var role = Role.textDim
    }

    /// The columns of a unit, and of what kind of file it is.
    private static let shortNote = 9

    /// The rows of the outcome: one stays free for it, so that a letter moves nothing.
    var outcomeRows: Int { max(1, outcome.lines.count) }

    func outcome(in size: Size) -> Outcome {
        let preview = composer.preview
        let draft = composer.draft
        // On a low pane the rows of the request come first.
        let most = max(1, min(max(3, size.height / 3), size.height - 7))
        if let url = preview.shownURL {
            let basis = LaidOutURL.Basis(
                url: url, typed: draft.url, method: draft.method, width: size.width, most: most)
            if let laidOut, laidOut.basis == basis { return laidOut.outcome }
            let outcome = Self.outcome(basis)
            laidOut = LaidOutURL(basis: basis, outcome: outcome)
            return outcome
        }
        guard !draft.url.isEmpty, let words = composer.words(of: preview, stage.keymap) else { return Outcome() }
        return Outcome(lines: Self.lines(words, size.width - 2, most), isProblem: true)
    }

    private static func outcome(_ asked: LaidOutURL.Basis) -> Outcome {
        // Only where the values make another URL of it: it stands in the row above, where that has room for it.
        let isSame = asked.url == asked.typed || asked.url == NamedSecrets.shown.url(asked.typed)
        let room = asked.width - displayWidth(of: asked.method) - 11
        // A URL may have a megabyte: no more is measured than has room, and a row that marks the cut.
        let url = String(asked.url.prefix((asked.most + 1) * asked.width))
        guard !isSame || asked.most > 1 && displayWidth(of: url) > room else { return Outcome() }
        return Outcome(lines: cutAtEdge("= \(url)", width: asked.width - 2, rows: asked.most))
    }

    /// A text on so many lines; the last has more than fits, which marks the cut.
    private static func lines(_ text: String, _ width: Int, _ most: Int) -> [String] {
        most == 1 ? [text] : bound(wrapped(text, width: width), rows: most)
    }

    func foot(in size: Size) -> Foot {
        guard size.height - headHeight >= 4 else { return Foot() }
        let room = size.width - Self.settingX - 1
        if needsRow(forProblemIn: size) {
            return Foot(lines: Self.lines(body.problem, size.width - 2, 2), role: .error)
        }
        switch current {
        case .check(let index) where tab == .checks:
            let words = checkWords(index)
            return words.isEmpty ? Foot() : Foot(lines: Self.lines(words, size.width - 2, 2), role: .error)
        case .setting(let setting) where setting != .body || body.problem.isEmpty:
            let note = setting.note(in: composer.draft, url: composer.preview.url, stage.keymap)
            let used = displayWidth(of: shown(setting, composer.draft))
            // While it is typed nothing stands beside it; a word or two, which were there before, are not worth a row.
            let isTyped = target == .setting(setting)
            let isBeside =
                isTyped ? displayWidth(of: note) <= Self.shortNote : used + 2 + displayWidth(of: note) <= room
            return note.isEmpty || isBeside ? Foot() : Foot(lines: Self.lines(note, size.width - 2, 3))
        case .told(_, let line) where displayWidth(of: line) > room:
            return Foot(lines: Self.lines(visible(line), size.width - 2, 3))
        default: return Foot()
        }
    }

    /// Whether what is wrong with the body has no room, neither beside the tabs nor beside its kind.
    private func needsRow(forProblemIn size: Size) -> Bool {
        guard tab == .body, composer.draft.body.text != nil, !body.problem.isEmpty else { return false }
        let besideTabs = size.width - (tabs.places.last?.columns.upperBound ?? 0) - 3
        let kind = displayWidth(of: shown(.body, composer.draft))
        let besideKind = size.width - Self.settingX - 1 - kind - 2
        return displayWidth(of: body.problem) > max(besideTabs, besideKind)
    }

    func drawFoot(_ look: Look, into canvas: Canvas) {
        let top = canvas.size.height - foot.lines.count
        for (number, line) in foot.lines.enumerated() {
            canvas.put(line, x: 1, y: top + number, style: look.style(foot.role), limit: canvas.size.width - 2)
        }
    }
}
