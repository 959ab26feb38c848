import Kit
import Model
import Payloads

/// The values of a chart as a file.
enum ChartFile {
    /// Asks for a path and writes the lines of a chart there as CSV.
    static func write(_ series: [FigureSeries], name: String, on stage: Stage) {
        guard series.contains(where: { $0.points.count > 0 }) else {
            return stage.say(.info, "There is no value to write yet")
        }
        stage.overlays.append(
            FormOverlay(stage, "Write the values as CSV", verb: "write", [.line("Path", "\(name).csv")]) {
                [fileExists = stage.fileExists] values in
                let path = values[0]
                if path.isEmpty { return .problem("A path is missing") }
                let effect = Effect.file(.write(path: path, PayloadBytes(ChartCSV.text(series))))
                guard fileExists(path) else { return .effects([effect]) }
                return .ask(ConfirmOverlay(stage, "Replace", "\(path) is there already. Replace it?") { [effect] })
            })
    }
}
