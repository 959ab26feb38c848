import Kit
import Model
import Payloads

extension Dialogs {
    /// Asks for a path and writes the lines of a chart there as CSV.
    static func writeChart(_ series: [FigureSeries], name: String, in state: ScreenState) {
        guard series.contains(where: { $0.points.count > 0 }) else {
            return state.say(.info, "There is no value to write yet")
        }
        state.overlays.append(
            FormOverlay(state, "Write the values as CSV", verb: "write", [.line("Path", "\(name).csv")]) {
                [fileExists = state.fileExists] values in
                let path = values[0]
                if path.isEmpty { return .problem("A path is missing") }
                let effect = Effect.file(.write(path: path, PayloadBytes(ChartCSV.text(series))))
                guard fileExists(path) else { return .effects([effect]) }
                return .ask(ConfirmOverlay(state, "Replace", "\(path) is there already. Replace it?") { [effect] })
            })
    }
}
