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

    init(_ stage: Stage, _ conflicts: [ProfileConflict]) {
        self.stage = stage
        self.conflicts = conflicts
    }

    func size(screen: Size) -> Size {
        Size(width: min(76, screen.width - 4), height: min(conflicts.count, max(2, screen.height - 12)) + 6)
    }

    func perform(_ action: Action) -> OverlayAnswer {
        switch action {
        case .back:
            // Nothing is written before it is decided: the file of the other program stays as it is.
            stage.say(.warning, "The profile is not saved: the change stays in memory, the next one asks again")
            return .done
        case .keepMine: return OverlayAnswer(isDone: true, effects: [.profile(.settleConflict(.mine))])
        case .keepTheirs: return OverlayAnswer(isDone: true, effects: [.profile(.settleConflict(.theirs))])
        case .keepBoth: return OverlayAnswer(isDone: true, effects: [.profile(.settleConflict(.both))])
        default: return .stay
        }
    }

    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        let rows = max(1, canvas.size.height - 4)
        canvas.put("The file of the profile has changed:", x: 1, y: 0, style: look.style(.text))
        for (y, conflict) in conflicts.prefix(rows).enumerated() {
            let words = y == rows - 1 && conflicts.count > rows ? "and \(conflicts.count - y) more" : "\(conflict)"
            canvas.put(words, x: 3, y: y + 1, style: look.style(.textDim), limit: canvas.size.width - 4)
        }
        drawHints(
            [(.keepMine, "keep mine"), (.keepTheirs, "take theirs"), (.keepBoth, "keep both"), (.back, "later")],
            y: canvas.size.height - 1, look, into: canvas)
        return nil
    }
}
