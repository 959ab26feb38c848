import Kit
import Model
import Terminal
import Text
import Wire

/// What can be done with a row, in the list and where it is read.
enum WireActions {
    static func perform(_ action: Action, _ desk: WireDesk) -> [Effect] {
        if action == .publishAndCut {
            desk.stage.journeys?.publishAndCut()
            return []
        }
        guard let key = desk.current, let row = desk.list.row(key) else { return [] }
        switch action {
        case .copy: return desk.stage.copy("the row", Array(text(row).utf8))
        case .copyHex:
            let bytes = WireBytes(row, isRevealed: desk.revealed == key)
            guard !bytes.bytes.isEmpty else {
                desk.stage.say(.info, "This row has no bytes of its own")
                return []
            }
            return desk.stage.copy("the bytes", Array(bytes.hex.utf8))
        case .origin: return goToOrigin(row, desk)
        default: return []
        }
    }

    /// A row as one line of text, without secrets and control characters.
    static func text(_ row: WireRow) -> String {
        var parts = [Figures.time(row.time), row.peer]
        if case .connection = row.content {} else { parts.append(row.direction == .sent ? "->" : "<-") }
        parts += [row.summary, row.outcome]
        if let duration = row.duration { parts.append(WireWords.duration(duration)) }
        parts += row.verdicts.map { "! \($0.words) (\($0.section))" }
        return parts.filter { !$0.isEmpty }.joined(separator: "  ").withoutControls
    }

    private static func goToOrigin(_ row: WireRow, _ desk: WireDesk) -> [Effect] {
        let journeys = desk.stage.journeys
        switch row.content {
        case .packet(let packet) where packet.isMessage:
            // An alias means what an earlier packet said (MQTT 5 3.3.2.3.4), which may be let go.
            guard let (topic, size) = packet.message else {
                desk.stage.say(.info, "The packet names its topic by an alias alone")
                return []
            }
            // Rows of all connections may be shown; Explore is about the one on the screen.
            if row.connection != desk.model.shown.id.rawValue { desk.model.show(ConnectionID(row.connection)) }
            journeys?.showMessage(of: topic, since: row.time, payload: size)
        case .http(let step):
            if journeys?.showExchange(step.exchange) != true {
                desk.stage.say(.info, "What was answered is not kept any more")
            }
        default: desk.stage.say(.info, "Only PUBLISH and requests lead to another room")
        }
        return []
    }
}
