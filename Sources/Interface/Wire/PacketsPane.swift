import Kit
import Model
import Terminal
import Wire

/// Everything that went over the wire, newest last: packets of MQTT and exchanges of HTTP on one clock.
final class PacketsPane: FilteredPane {
    let id = PaneID.packets
    let keyContext = KeyContext.packets
    let desk: WireDesk
    var field: TextField?
    var history = FieldHistory()
    private(set) var top = 0
    private(set) var height = 1
    /// Whether there is room for the meters below the rows.
    private(set) var showsMeters = true
    /// Rows that were turned away from the selected one.
    private var turned = RowTurn<WireList.Key?>()

    init(_ desk: WireDesk) { self.desk = desk }

    var stage: Stage { desk.stage }
    var filter: String { desk.filter }

    // MARK: - Layout

    func fit(_ look: Look, to size: Size) {
        // Connections open and close between two frames: the list must not show the logs of those that are gone.
        desk.follow()
        // The meters have a row below, and so has the filter; the rows come before the meters.
        let room = size.height - (showsFilterLine ? 1 : 0)
        showsMeters = room > 1
        height = max(1, room - (showsMeters ? 1 : 0))
        let count = desk.list.count
        if let rows = turned.take(desk.current) {
            top += rows
        } else if let index = desk.currentIndex {
            if index < top { top = index }
            if index >= top + height { top = index - height + 1 }
        }
        top = max(0, min(top, count - height))
    }

    var subtitle: String { desk.showsAll ? "all connections" : desk.model.shown.connection.name }

    func info(_ look: Look) -> String {
        let count = Figures.count(desk.list.count)
        return desk.selected == nil ? "\(count), following" : "\(count), paused"
    }

    func offers(_ action: Action) -> Bool {
        switch action {
        case .fold:
            guard let key = desk.current else { return false }
            return desk.list.canUnfold(desk.list.head(of: key))
        case .openPacket, .setMark, .pause, .origin, .unfoldAll, .exportRows, .copy: return desk.list.count > 0
        default: return true
        }
    }

    var isHeld: Bool { desk.selected != nil }

    var hasWork: Bool {
        desk.follow()
        return desk.list.hasWork
    }

    func advance(until deadline: ContinuousClock.Instant) -> Bool {
        desk.follow()
        let before = desk.list.count
        // Of what a key waits for this is a part: in a flood there is always more to look through.
        let hasMore = desk.list.advance(until: min(deadline, .now + .milliseconds(4)))
        return hasMore || desk.list.count != before
    }

    // MARK: - Keys

    func perform(_ action: Action) -> [Effect] {
        turned.end()
        if let rows = action.rows(inPageOf: height) {
            move(by: rows)
            return []
        }
        switch action {
        case .first: desk.select(at: 0)
        case .last: desk.select(nil)
        case .nextMatch: move(by: 1)
        case .previousMatch: move(by: -1)
        case .pause: desk.select(desk.selected == nil ? desk.current : nil)
        case .fold: fold()
        case .unfoldAll: flatten(true)
        case .foldAll: flatten(false)
        case .filter: typeFilter()
        case .setMark: desk.toggleMark()
        case .onlyVerdicts: desk.toggleJudged()
        case .allConnections: desk.toggleAll()
        case .exportRows:
            let count = Figures.count(desk.list.all.count, "row")
            WireExporting.ask(desk.list.all, "Export \(count)", desk)
        case .openPacket:
            if desk.selected == nil { desk.select(desk.current) }
            stage.wantedFocus = .packet
        default: return WireActions.perform(action, desk)
        }
        return []
    }

    /// Selects the row so many further down, or up.
    private func move(by rows: Int) {
        // While the newest is followed there is nothing below it.
        guard let index = desk.currentIndex, desk.selected != nil || rows < 0 else { return }
        desk.select(at: index + rows)
    }

    private func fold() {
        guard let key = desk.current else { return }
        let head = desk.list.head(of: key)
        guard desk.list.canUnfold(head) else {
            let words =
                desk.list.isFlat ? "\(stage.keymap.name(of: .foldAll, in: .packets)) folds" : "Nothing is folded here"
            return stage.say(.info, words)
        }
        // Held before it unfolds: the newest would else push the rows away.
        desk.select(key)
        desk.list.toggle(key)
        // What lay beneath is gone: the row that had it is selected.
        if !desk.list.isUnfolded(head) { desk.select(head) }
    }

    private func flatten(_ isFlat: Bool) {
        let key = desk.selected
        desk.list.isFlat = isFlat
        if let key, !isFlat { desk.select(desk.list.head(of: key)) }
    }

    func back() -> Bool {
        if takeFilterAway() { return true }
        guard desk.selected != nil else { return false }
        desk.select(nil)
        return true
    }

    func use(_ filter: String) { desk.use(filter) }

    func click(_ point: Point) {
        guard point.y < height, top + point.y < desk.list.count else { return }
        desk.select(at: top + point.y)
    }

    func doubleClick(_ point: Point) -> [Effect] {
        point.y < height && top + point.y < desk.list.count ? perform(.openPacket) : []
    }

    /// The newest is followed no longer: what is read would be pushed away.
    func scroll(by rows: Int) {
        if desk.selected == nil { desk.select(desk.current) }
        turned.turn(by: rows, from: desk.current)
    }
}
