import Kit
import Model
import Payloads
import Wire

/// Rows become a file: its format is asked for, then its path. Secrets stay dots and stars.
enum WireExporting {
    private static let formats: [(format: WireExport.Format, words: String, note: String)] = [
        (.pcapng, "pcapng", "for Wireshark and tshark"), (.har, "HAR 1.2", "HTTP alone, for browsers' tools"),
        (.ndjson, "NDJSON", "a line for each row"), (.text, "text", "for a report"),
    ]

    /// Asks for the format of some rows, or of all that are shown.
    static func ask(_ keys: [WireList.Key], _ title: String, _ desk: WireDesk) {
        let stage = desk.stage
        stage.overlays.append(
            PickOverlay(stage, title, verb: "choose it", formats.map { ($0.words, $0.note) }) { choice in
                let format = formats[choice].format
                let rows = rows(of: keys, desk)
                guard format != .har || rows.contains(where: isHTTP) else {
                    stage.say(.warning, "There is no HTTP in these rows: HAR has nothing else")
                    return []
                }
                PathQuestion.ask(title, offering: "wire.\(format.fileExtension)", stage) { path in
                    let bytes = WireExport(version: stage.programVersion).bytes(of: rows, as: format)
                    return .file(.write(path: path, PayloadBytes(bytes)))
                }
                return []
            })
    }

    private static func isHTTP(_ row: WireRow) -> Bool { if case .http = row.content { true } else { false } }

    /// The rows with all that is folded beneath them, in the order of time.
    private static func rows(of keys: [WireList.Key], _ desk: WireDesk) -> [WireRow] {
        let list = desk.list
        let rows = keys.flatMap { key -> [WireRow] in
            guard let log = list.log(of: key) else { return [] }
            // Unfolded, each is a key of its own already, and would come twice.
            let numbers = list.isFlat ? [key.number] : log.rows(from: key.number)
            return numbers.compactMap { log.row($0) }
        }
        // By the clock that only goes forward; rows of one read have one time, and keep their order by number.
        return rows.sorted { ($0.uptime, $0.connection, $0.number) < ($1.uptime, $1.connection, $1.number) }
    }
}
