import Model
import Profile
import Terminal

/// Asks what to keep of what another program has changed too.
final class ConflictOverlay: Overlay {
    let title = "Changed by another program"
    private let conflicts: [ProfileConflict]

    init(_ conflicts: [ProfileConflict]) {
        self.conflicts = conflicts
    }

    func size(in state: ScreenState, screen: Size) -> Size {
        Size(width: min(76, screen.width - 4), height: min(conflicts.count, screen.height - 12) + 6)
    }

    func press(_ key: KeyPress, in state: ScreenState) -> OverlayAnswer {
        if leaves(key) {
            state.say(.warning, "The profile is not saved: the change stays in memory, the next one asks again")
            return .done
        }
        switch key.key {
        case .character("m"): return OverlayAnswer(isDone: true, effects: [.settleConflict(.mine)])
        case .character("t"): return OverlayAnswer(isDone: true, effects: [.settleConflict(.theirs)])
        case .character("b"): return OverlayAnswer(isDone: true, effects: [.settleConflict(.both)])
        default: return .stay
        }
    }

    func draw(_ state: ScreenState, into canvas: Canvas) -> Point? {
        let rows = max(1, canvas.size.height - 4)
        canvas.put("The file of the profile has changed:", x: 1, y: 0, style: state.style(.text))
        for (y, conflict) in conflicts.prefix(rows).enumerated() {
            let words = y == rows - 1 && conflicts.count > rows ? "and \(conflicts.count - y) more" : "\(conflict)"
            canvas.put(words, x: 3, y: y + 1, style: state.style(.textDim), limit: canvas.size.width - 4)
        }
        drawHints(
            [("m", "keep mine"), ("t", "take theirs"), ("b", "keep both"), ("Esc", "later")],
            y: canvas.size.height - 1, state, into: canvas)
        return nil
    }
}
