import Kit
import Model
import Terminal
import Topics

/// The past of the marked tiles, or of the selected one, as lines.
final class CurvePane: Pane {
    let id = PaneID.curve
    let keyContext = KeyContext.curve
    unowned let state: ScreenState
    init(_ state: ScreenState) { self.state = state }

    var stage: Stage { state }
    var field: TextField?

    func fit(_ look: Look, to size: Size) {
        state.workspace.live.catchUp(now: look.now)
        look.changesNextSecond()
    }

    var subtitle: String {
        state.desk.load.series(in: state.workspace).map(\.name).joined(separator: ", ")
    }

    func info(_ look: Look) -> String {
        let window = state.desk.load.window
        return window.back > 0 ? "\(window.label), not following" : window.label
    }

    func perform(_ action: Action) -> [Effect] {
        let load = state.desk.load
        switch action {
        case .writeValues: Dialogs.writeChart(load.series(in: state.workspace), name: "load", in: state)
        default: _ = load.window.perform(action)
        }
        return []
    }

    func back() -> Bool {
        guard state.desk.load.window.back > 0 else { return false }
        return state.desk.load.window.perform(.last)
    }

    func typed(_ outcome: FieldOutcome) {}

    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        let load = state.desk.load
        Chart(load.series(in: state.workspace), window: load.window, state.keymap).draw(look, into: canvas)
        return nil
    }

    func click(_ point: Point) {}
}
