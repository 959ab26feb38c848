import Kit
import Model
import Profile
import Terminal

/// Asks what to keep of what another program has changed too.
final class ConflictOverlay: Overlay {
    let title = "Changed by another program"
    let keyContext = KeyContext.conflict
    let stage: Stage
    private let conflicts: [ProfileConflict]
    /// Whether the program ends once it is decided.
    var isLeaving = false

    init(_ stage: Stage, _ conflicts: [ProfileConflict]) {
        self.stage = stage
        self.conflicts = conflicts
    }

    func size(screen: Size) -> Size {
        let width = min(76, screen.width - 4)
        let count = conflicts.reduce(0) { $0 + lines(of: $1, width: width - 2).count }
        return Size(width: width, height: min(count, max(2, screen.height - 12)) + 6)
    }

    /// What is told of one: a name at its end is what one decides by.
    private func lines(of conflict: ProfileConflict, width: Int) -> [String] {
        wrapped("\(conflict)", width: max(10, width - 4))
    }

    func perform(_ action: Action) -> OverlayAnswer {
        switch action {
        case .back:
            // Nothing is written before it is decided: the file of the other program stays as it is.
            stage.say(.warning, "The profile is not saved: the change stays in memory, the next one asks again")
            return .done
        case .keepMine: return settle(.mine)
        case .keepTheirs: return settle(.theirs)
        case .keepBoth: return settle(.both)
        // A way out for who can decide nothing now.
        case .loseChanges where isLeaving: return OverlayAnswer(isDone: true, effects: [.program(.loseChanges)])
        default: return .stay
        }
    }

    private func settle(_ choice: ConflictChoice) -> OverlayAnswer {
        // The end waits for what is saved first.
        OverlayAnswer(
            isDone: true, effects: [.profile(.settleConflict(choice))] + (isLeaving ? [.program(.quit)] : []))
    }

    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        let rows = max(1, canvas.size.height - 4)
        canvas.put("The file of the profile has changed:", x: 1, y: 0, style: look.style(.text))
        var y = 1
        for (place, conflict) in conflicts.enumerated() {
            let lines = lines(of: conflict, width: canvas.size.width)
            // The last row is for the count of those that have no room, unless there is none behind.
            let isWhole = y + lines.count <= rows || y + lines.count == rows + 1 && place == conflicts.count - 1
            guard isWhole else {
                canvas.put("and \(conflicts.count - place) more", x: 3, y: y, style: look.style(.textDim))
                break
            }
            for line in lines {
                canvas.put(line, x: 3, y: y, style: look.style(.textDim))
                y += 1
            }
        }
        // In fewer words where there is one more.
        let hints: [(Action, String)] =
            isLeaving
            ? [
                (.keepMine, "mine"), (.keepTheirs, "theirs"), (.keepBoth, "both"),
                (.loseChanges, "quit without mine"), (.back, "stay"),
            ]
            : [(.keepMine, "keep mine"), (.keepTheirs, "take theirs"), (.keepBoth, "keep both"), (.back, "later")]
        drawHints(
            hints,
            y: canvas.size.height - 1, look, into: canvas)
        return nil
    }
}
