import Kit
public import Model
import Payloads
public import Text
import Topics

/// A broker's load as a table for people and as JSON for programs: what `martlet load` prints.
public struct LoadReport {
    private let workspace: Workspace
    private let now: Moment
    /// Whether what martlet receives itself is told too.
    private let showsReceived: Bool

    /// The load as it stands at a moment.
    public init(_ workspace: Workspace, now: Moment, showsReceived: Bool) {
        self.workspace = workspace
        self.now = now
        self.showsReceived = showsReceived
    }

    private struct Line {
        var key: String
        var label: String
        var unit: LoadUnit
        var tile: LoadTile
    }

    private var brokerLines: [Line] {
        let system = workspace.live.system
        return LoadFigure.allCases.filter { !$0.isExtra || system.tile($0).isPublished }.map {
            Line(key: $0.rawValue, label: $0.label, unit: $0.unit, tile: system.tile($0))
        }
    }

    private var receivedLines: [Line] {
        ReceivedFigure.allCases.map {
            Line(key: $0.rawValue, label: $0.label, unit: $0.unit, tile: workspace.live.received.tile($0))
        }
    }

    // MARK: - Text

    private static let columns = [20, 14, 16, 12, 12, 12]

    /// The table, with a line break at its end.
    public var text: String {
        let system = workspace.live.system
        // The broker's own words must not make lines of their own.
        let name = system.tile(.broker).text.map { visible($0) } ?? system.dialect?.label ?? "no $SYS"
        var text = "\(name)  \(workspace.connection.address)  \(Figures.date(now).prefix(19))\n"
        if system.hasFigures {
            text += row(["figure", "value", "unit"] + LoadSpan.allCases.map(\.label)) + "\n"
            // Words stand in the head already.
            for line in brokerLines where line.unit != .text { text += self.text(of: line) + "\n" }
            let isEarly = brokerLines.contains {
                $0.tile.isPublished && $0.tile.value == nil && TileID.hasAverages($0.unit)
            }
            if isEarly { text += "-: a rate takes two beats of the broker, which --watch waits for\n" }
        }
        if showsReceived {
            text += "received by martlet\n"
            for line in receivedLines { text += self.text(of: line, isOwn: true) + "\n" }
        }
        return text
    }

    private func text(of line: Line, isOwn: Bool = false) -> String {
        if let words = line.tile.text { return row([line.label, words]) }
        guard line.tile.isPublished else { return row([line.label, isOwn ? "not measured" : "not published"]) }
        let isRate = TileID.hasAverages(line.unit)
        var cells = [line.label, line.tile.value.map { Self.bare($0, line.unit) } ?? "-", Self.unit(line.unit)]
        if isRate { cells += line.tile.averages.map { $0.map { Self.bare($0, line.unit) } ?? "-" } }
        return row(cells)
    }

    /// Bytes stay bytes, so that columns can be compared and cut.
    private static func bare(_ value: Double, _ unit: LoadUnit) -> String { LoadWords.number(value) }

    private static func unit(_ unit: LoadUnit) -> String { unit.symbol }

    private func row(_ cells: [String]) -> String {
        var text = ""
        for (index, cell) in cells.enumerated() {
            let room = max(0, Self.columns[index] - cell.count)
            // Numbers end in line, words begin in line.
            let isNumber = index == 1 && cells.count > 2 || index > 2
            text += isNumber ? String(repeating: " ", count: room) + cell + "  " : cell
            if !isNumber, index < cells.count - 1 { text += String(repeating: " ", count: room) }
        }
        while text.last == " " { text.removeLast() }
        return text
    }

    // MARK: - JSON

    /// One object on one line, without a line break at its end. What is not published is `null`.
    public var json: String {
        let system = workspace.live.system
        var members = ["\"time\":\(Self.seconds(now))"]
        members.append("\"address\":\(JSONString.quoted(workspace.connection.address))")
        members.append("\"dialect\":\(system.dialect.map { JSONString.quoted($0.rawValue) } ?? "null")")
        members.append("\"broker\":\(system.tile(.broker).text.map(JSONString.quoted) ?? "null")")
        members.append("\"interval\":\(system.interval.map { "\(Double($0) / 1e6)" } ?? "null")")
        let figures = brokerLines.filter { $0.unit != .text }.map(json(of:))
        members.append("\"figures\":\(system.hasFigures ? "{\(figures.joined(separator: ","))}" : "null")")
        if showsReceived {
            members.append("\"received\":{\(receivedLines.map(json(of:)).joined(separator: ","))}")
        }
        return "{\(members.joined(separator: ","))}"
    }

    private func json(of line: Line) -> String {
        guard line.tile.isPublished else { return "\(JSONString.quoted(line.key)):null" }
        if let text = line.tile.text { return "\(JSONString.quoted(line.key)):\(JSONString.quoted(text))" }
        var members = ["\"value\":\(Self.number(line.tile.value))", "\"unit\":\(JSONString.quoted(line.unit.symbol))"]
        if TileID.hasAverages(line.unit) {
            for (span, average) in zip(LoadSpan.allCases, line.tile.averages) {
                members.append("\"average\(span.rawValue / 60)min\":\(Self.number(average))")
            }
        }
        if let total = line.tile.total { members.append("\"total\":\(Self.number(total))") }
        return "\(JSONString.quoted(line.key)):{\(members.joined(separator: ","))}"
    }

    private static func number(_ value: Double?) -> String {
        guard let value, value.isFinite else { return "null" }
        // Whole and without `.0`; `Int` would trap for what a broker may say in nineteen digits.
        if value == value.rounded(), value.magnitude < 1e15 { return "\(Int(value))" }
        // Four places are more than a mean can tell, and a Double is written with up to seventeen digits.
        return "\((value * 10_000).rounded() / 10_000)"
    }

    private static func seconds(_ moment: Moment) -> String { "\(Double(moment / 1_000) / 1_000)" }
}
