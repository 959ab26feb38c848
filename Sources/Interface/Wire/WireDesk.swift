import Kit
import Model
import Text
import Wire

/// What view Wire shows: the rows of one connection or of all, and what is selected in them.
final class WireDesk {
    let model: Model
    let stage: Stage
    let list = WireList()
    /// Whether the rows of every open connection are shown, in place of the one on the screen.
    private(set) var showsAll = false
    /// The selected row; nil while the newest is followed.
    private(set) var selected: WireList.Key?
    /// The row from which times and bytes are counted.
    private(set) var mark: WireList.Key?
    /// The filter as it was typed, and what is wrong with it.
    private(set) var filter = ""
    private(set) var problem: String?
    /// The row whose secrets are shown; another one takes them away.
    private(set) var revealed: WireList.Key?

    init(_ model: Model, _ stage: Stage) {
        self.model = model
        self.stage = stage
    }

    /// Shows the logs of the connections that there are now. HTTP is always among them: it has the same clock.
    func follow() {
        let connections = showsAll ? model.connections : [model.shown]
        // The list compares: the same logs as before cost nothing.
        list.show(connections.map(\.wire) + [model.requests.wire])
        if let key = selected, list.log(of: key) == nil { selected = nil }
        if let key = mark, list.log(of: key) == nil { mark = nil }
    }

    // MARK: - What is selected

    /// The row that is read: the one that is marked, so that nothing is read that is not listed; nil where none is.
    var current: WireList.Key? { currentIndex.flatMap { list.key(at: $0)?.key } }

    /// Where it is shown; nil when it is not. The nearest one takes the place of one that was dropped.
    var currentIndex: Int? {
        guard let selected else { return list.count > 0 ? list.count - 1 : nil }
        if let index = list.index(of: selected) { return index }
        // Folded away or dropped: its head stands for it, or what has come after that.
        return list.count > 0 ? min(list.index(from: list.head(of: selected)), list.count - 1) : nil
    }

    func select(_ key: WireList.Key?) {
        selected = key
        // A secret is in sight as long as its row is the one that is read.
        if revealed != key { revealed = nil }
    }

    /// Selects a row by its place.
    func select(at row: Int) { select(list.key(at: max(0, min(row, list.count - 1)))?.key) }

    /// Shows the secrets of the row that is read, or takes them away again.
    func reveal() {
        if selected != current { select(current) }
        revealed = revealed == nil ? selected : nil
    }

    // MARK: - Which rows

    func toggleAll() {
        showsAll.toggle()
        follow()
    }

    func toggleJudged() { list.onlyJudged.toggle() }

    /// Sets the mark on the row that is read, or takes it away from there.
    func toggleMark() { mark = mark == current ? nil : current }

    func use(_ text: String) {
        filter = text
        problem = nil
        do {
            let filter = try WireFilter(text)
            // Only one that can be read: while a condition is half typed the last good one holds.
            list.filter = filter.isEmpty ? nil : filter
        } catch {
            problem = error.description
        }
    }

    // MARK: - Ways in from other rooms

    private static let patience = Duration.milliseconds(300)

    /// Everything that was kept is looked through, and nothing hides it.
    private func lookThrough() {
        follow()
        if !filter.isEmpty { use("") }
        list.onlyJudged = false
        // The person waits for the row: longer than a frame, shorter than a doubt.
        _ = list.advance(until: .now + Self.patience)
    }

    /// The row of the PUBLISH that a message of the connection on the screen came with.
    func packet(of topic: String, upTo time: Moment, payload: [UInt8], size: Int) -> WireList.Key? {
        lookThrough()
        return list.find(in: model.shown.wire, model.shown.wire.publish(topic, upTo: time, payload, size: size))
    }

    /// The row of an exchange.
    func exchange(_ id: UInt64) -> WireList.Key? {
        lookThrough()
        return list.find(in: model.requests.wire, model.requests.wire.exchange(id))
    }
}
