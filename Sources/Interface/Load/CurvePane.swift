import Kit
import Model
import Terminal
import Topics

/// The past of the marked tiles, or of the selected one, as lines.
final class CurvePane: Pane {
    let id = PaneID.curve
    let keyContext = KeyContext.curve
    let stage: Stage
    private let load: LoadSelection
    var field: TextField?

    init(_ load: LoadSelection, _ stage: Stage) {
        self.load = load
        self.stage = stage
    }

    func fit(_ look: Look, to size: Size) {
        load.workspace.live.catchUp(now: look.now)
        look.changesNextSecond()
    }

    var subtitle: String {
        load.series.map(\.name).joined(separator: ", ")
    }

    func info(_ look: Look) -> String {
        let window = load.window
        // A curve that stands still looks like a value that does.
        return window.back > 0 ? "\(window.label), not following" : window.label
    }

    func perform(_ action: Action) -> [Effect] {
        switch action {
        case .writeValues: ChartFile.write(load.series, name: "load", on: stage)
        case .scrollLeft where load.window.isAtStart(of: load.series, now: stage.now):
            stage.say(.info, "Nothing earlier is kept")
        default: _ = load.window.perform(action)
        }
        return []
    }

    func back() -> Bool {
        guard load.window.back > 0 else { return false }
        return load.window.perform(.last)
    }

    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        load.window.usual = canvas.glyphs.hasBraille ? .braille : .blocks
        Chart(load.series, window: load.window, stage.keymap).draw(look, into: canvas)
        return nil
    }

}
