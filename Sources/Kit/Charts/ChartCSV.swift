import Text

/// A chart's values as a table for other programs: a line for each moment, a column for each line of the chart.
package enum ChartCSV {
    /// RFC 4180 with a line of names, units in brackets; times in seconds since 1970 with their fraction.
    package static func text<Unit>(_ series: [ChartSeries<Unit>]) -> [UInt8] {
        var text = "time"
        for line in series {
            let unit = line.unit.symbol
            text += "," + quoted(unit.isEmpty ? line.name : "\(line.name) [\(unit)]")
        }
        text += "\r\n"
        var places = series.map { _ in 0 }
        while true {
            // A merge by time: lines need not have been measured at the same moments, and a cell stays empty where
            // one was not.
            var next: Moment?
            for (index, line) in series.enumerated() where places[index] < line.points.count {
                next = min(next ?? .max, line.points.value(at: places[index]).time)
            }
            guard let next else { break }
            text += seconds(next)
            for (index, line) in series.enumerated() {
                text += ","
                // Values of one moment in one line of the chart: each comes in a row of its own, in their order.
                guard places[index] < line.points.count, line.points.value(at: places[index]).time == next else {
                    continue
                }
                text += "\(line.points.value(at: places[index]).value)"
                places[index] += 1
            }
            text += "\r\n"
        }
        return Array(text.utf8)
    }

    private static func seconds(_ moment: Moment) -> String {
        let (whole, rest) = (Int(moment).flooringQuotient(by: 1_000_000), Int(moment).flooringRemainder(by: 1_000_000))
        return "\(whole).\(padded(rest, 6))"
    }

    /// Scalar by scalar: a mark that combines with a comma or a quote does not hide it, and a line feed is not one letter with
    /// what stands before it.
    private static func quoted(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" { quoted += "\"" }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }
}
