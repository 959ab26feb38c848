import Kit
import Model
import Payloads
import Terminal
import Text
import Wire

/// The selected row: its fields as the standard names them, beside its bytes. Each marks the other.
final class PacketPane: Pane {
    let id = PaneID.packet
    let keyContext = KeyContext.packet
    let desk: WireDesk
    var field: TextField?
    /// The selected field, and the byte in the hex; nil for the field's first.
    private(set) var line = 0
    private(set) var byte: Int?
    private(set) var top = 0
    /// The row that is read, what is shown of it, and what that was made of.
    private(set) var row: WireRow?
    /// What stands in the lines: the verdicts first, then the fields.
    private(set) var lines: [PacketLine] = []
    private(set) var shown = WireBytes(
        WireRow(
            number: 0, time: 0, uptime: 0, batch: 0, connection: 0, direction: .sent, content: .connection("")),
        isRevealed: false)
    private var key: WireList.Key?
    private var isRevealed = false
    private var height = 1
    /// What stands below the fields.
    private(set) var foot: [String] = []

    init(_ desk: WireDesk) { self.desk = desk }

    var stage: Stage { desk.stage }

    func fit(_ look: Look, to size: Size) {
        let current = desk.current
        let isRevealed = current != nil && desk.revealed == current
        row = current.flatMap { desk.list.row($0) }
        if current != key || isRevealed != self.isRevealed {
            // The same field of the next packet is compared more often than its first.
            if current == nil || row == nil { line = 0 }
            byte = nil
            (key, self.isRevealed) = (current, isRevealed)
            if let row { shown = WireBytes(row, isRevealed: isRevealed) }
        } else if let row, case .http = row.content {
            // An exchange goes on under the same key: its head, its body and its end come one by one. A packet is
            // whole from the start.
            shown = WireBytes(row, isRevealed: isRevealed)
        }
        let places = PacketPlaces(size, bytes: shown.bytes.count)
        height = places.fields.height
        lines = (row?.verdicts ?? []).flatMap { Self.lines(of: $0, width: places.fields.width - 2) }
        lines += fieldLines(width: places.fields.width - 2)
        line = max(0, min(line, lines.count - 1))
        foot = footLines(in: places.fields)
        height -= foot.count
        if line < top { top = line }
        if line >= top + height { top = line - height + 1 }
        top = max(0, min(top, lines.count - height))
    }

    /// A verdict is read whole, in as many lines as it takes.
    private static func lines(of verdict: WireVerdict, width: Int) -> [PacketLine] {
        wrapped(verdict.text, width: max(8, width - 2)).enumerated().map {
            .verdict(verdict, piece: "\($0 == 0 ? "!" : " ") \($1)")
        }
    }

    /// The fields; of what happened to the connection, which has no bytes, the words, whole.
    private func fieldLines(width: Int) -> [PacketLine] {
        guard let row else { return [] }
        guard case .connection(let words) = row.content else { return shown.fields.map { .field($0) } }
        return wrapped(words.withoutControls, width: max(8, width)).map { .words(words, piece: $0) }
    }

    /// The selected field in whole where its row has no room for it: its explanation is what is looked for.
    private func footLines(in area: Rect) -> [String] {
        guard area.height >= 6, lines.indices.contains(line), case .field(let field) = lines[line],
            end(of: field, width: area.width) > area.width - 1
        else { return [] }
        return bound(wrapped(lines[line].text.withoutControls, width: max(8, area.width - 2)), rows: 3)
    }

    var subtitle: String {
        guard let row else { return "" }
        // What happened to it is below, whole.
        if case .connection = row.content { return "the connection" }
        return row.summary.withoutControls
    }

    func info(_ look: Look) -> String {
        guard let row else { return "" }
        if case .connection = row.content { return "" }
        let count = shown.bytes.count
        return shown.isCut ? "the first \(Figures.bytes(Double(count)))" : Figures.bytes(Double(count))
    }

    func offers(_ action: Action) -> Bool {
        switch action {
        case .nextByte, .copyHex: row != nil && !shown.bytes.isEmpty
        // What is revealed has none left, and can be hidden again.
        case .reveal: row != nil && (!shown.secrets.isEmpty || desk.revealed != nil)
        case .origin, .copy: row != nil
        default: true
        }
    }

    // MARK: - Keys

    func perform(_ action: Action) -> [Effect] {
        switch action {
        case .up: select(line - 1)
        case .down: select(line + 1)
        case .pageUp: select(line - max(1, height - 1))
        case .pageDown: select(line + max(1, height - 1))
        case .first: select(0)
        case .last: select(lines.count - 1)
        case .previousByte: moveByte(-1)
        case .nextByte: moveByte(1)
        case .reveal: reveal()
        case .exportRows:
            if let key { WireExporting.ask([key], "Export this row", desk) }
        case .copy:
            guard lines.indices.contains(line) else { return [] }
            return stage.copy("the field", Array(lines[line].text.withoutControls.utf8))
        default: return WireActions.perform(action, desk)
        }
        return []
    }

    private func select(_ wanted: Int) {
        line = max(0, min(wanted, lines.count - 1))
        byte = nil
    }

    /// Moves in the hex; the innermost field that has the byte is selected.
    private func moveByte(_ step: Int) {
        guard !shown.bytes.isEmpty else { return }
        let wanted = max(0, min((byte ?? marked.lowerBound) + step, shown.bytes.count - 1))
        byte = wanted
        var best: (line: Int, count: Int)?
        for (index, line) in lines.enumerated() {
            guard case .field(let field) = line, field.range.contains(wanted) else { continue }
            // Of two of one size the later, which is the deeper.
            if best.map({ field.range.count <= $0.count }) ?? true { best = (index, field.range.count) }
        }
        if let best { line = best.line }
    }

    private func reveal() {
        guard let row, case .packet = row.content else {
            return stage.say(.info, "Secrets of requests are not kept here")
        }
        // What is revealed already has no secrets left, and must still be hidden again.
        guard !shown.secrets.isEmpty || desk.revealed != nil else {
            return stage.say(.info, "There is no secret in this packet")
        }
        desk.reveal()
    }

    func back() -> Bool {
        guard desk.revealed != nil else { return false }
        desk.reveal()
        return true
    }

    func click(_ point: Point) { if point.y < height { select(top + point.y) } }

    /// The bytes of the selected field.
    var marked: Range<Int> {
        guard lines.indices.contains(line), case .field(let field) = lines[line] else { return 0..<0 }
        return field.range
    }
}

/// A line of the pane.
enum PacketLine {
    /// One of the lines that a verdict takes.
    case verdict(WireVerdict, piece: String)
    /// One of the lines that some words take.
    case words(String, piece: String)
    case field(WireField)

    var text: String {
        switch self {
        case .verdict(let verdict, _): return verdict.text
        case .words(let words, _): return words
        case .field(let field):
            let meaning = field.meaning.isEmpty ? "" : " (\(field.meaning))"
            return "\(field.name): \(field.value)\(meaning)"
        }
    }
}

extension WireVerdict {
    /// What is wrong, the rule, and where the standard has it.
    fileprivate var text: String { "\(words): \(rule) (\(section))" }
}

/// Where fields and bytes stand: beside each other where there is room, else the bytes below.
struct PacketPlaces {
    let fields: Rect
    let hex: Rect

    /// The columns of a row of so many bytes: offset, bytes, text.
    private static func rowWidth(_ bytes: Int) -> Int { 7 + bytes * 3 + 1 + bytes }
    /// The columns that names, values and what they mean have use for.
    private static let fieldWidth = 56

    /// How many bytes stand in a row of so many columns.
    static func bytesPerRow(_ width: Int) -> Int { HexRow.bytes(in: width, columns: rowWidth) }

    /// The rows beside the fields that so many bytes take; where they stand below, all rows have the whole width already.
    func hexRows(of bytes: Int) -> Int {
        guard hex.x > 0, hex.width > 0 else { return 0 }
        let perRow = Self.bytesPerRow(hex.width)
        return min(hex.height, (bytes + perRow - 1) / perRow)
    }

    /// - Parameter bytes: how many the packet has: rows that they do not need are the fields'.
    init(_ size: Size, bytes: Int) {
        let all = Rect(x: 0, y: 0, width: size.width, height: size.height)
        // A pane is rather wide than high: beside each other each has all rows.
        if let beside = [Self.rowWidth(16) + 1, Self.rowWidth(8) + 1].first(where: {
            size.width >= $0 + Self.fieldWidth
        }) {
            let (left, right) = all.split(left: size.width - beside - 1)
            (fields, hex) = (left, right)
        } else if size.height >= 6 {
            let perRow = Self.bytesPerRow(size.width)
            let rows = (bytes + perRow - 1) / perRow
            let (upper, lower) = all.split(bottom: min(rows, max(2, size.height / 3)))
            (fields, hex) = (upper, lower)
        } else {
            (fields, hex) = (all, Rect(x: 0, y: 0, width: 0, height: 0))
        }
    }
}
