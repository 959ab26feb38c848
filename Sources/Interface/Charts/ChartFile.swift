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
        PathQuestion.ask("Write the values as CSV", offering: "\(name).csv", stage) { path in
            .file(.write(path: path, PayloadBytes(ChartCSV.text(series))))
        }
    }
}
