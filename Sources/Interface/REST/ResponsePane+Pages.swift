import Hypermedia
import Kit
import Model
import Payloads
import Profile

extension ResponsePane {
    /// Asks for the pages of the answer, from the first that was asked for.
    /// - Parameter list: the names that lead to the list that they are joined at; nil is as before, or finds it.
    func joinPages(at list: [String]? = nil) -> [Effect] {
        guard let exchange = composer.shown, exchange.response != nil else {
            stage.say(.info, "There is no answer whose pages could be asked for")
            return []
        }
        guard exchange.joined != nil || linksView.nextPage != nil else {
            stage.say(.info, "The answer names no next page: no link of the relation next")
            return []
        }
        // Pages of one request and the first of another are no list.
        guard !exchange.isOutdated(by: composer.draft) else {
            stage.say(.info, "The request was edited since: send it first")
            return []
        }
        // The item was found in another list.
        (tab, itemOnLine) = (.body, nil)
        return composer.join(stage, at: list ?? exchange.joined?.list)
    }

    /// Lists the lists that the answer has, and joins its pages at the one that is taken.
    func choosePagesList() -> [Effect] {
        guard let exchange = composer.shown, exchange.state == .finished else {
            stage.say(.info, "There is no answer whose pages could be joined")
            return []
        }
        // All of it is read at once, while the key waits.
        guard exchange.body.count <= Self.longestChosenFrom else {
            stage.say(.info, "The answer is too long to be looked through for lists")
            return []
        }
        let all = PageItems.all(in: exchange.body)
        guard !all.isEmpty else {
            stage.say(.info, "The answer has no list: there is nothing that pages could be joined at")
            return []
        }
        guard all.count > 1 || exchange.joined == nil else {
            stage.say(.info, "The answer has one list, and is joined at that: \(all[0].items.path)")
            return []
        }
        let now = exchange.joined?.list.map { PageItems(names: $0) } ?? all[0].items
        stage.overlays.append(
            PickOverlay(
                stage, "Join the pages at", verb: "ask for all pages",
                all.map { (text: $0.items.path, note: Figures.count($0.count, "item")) },
                selected: all.firstIndex { $0.items == now } ?? 0
            ) { [weak self] place in self?.joinPages(at: all[place].items.names) ?? [] })
        return []
    }

    private static let longestChosenFrom = 16 << 20

    /// Whether pages could be joined at another list, too; looked for once for an answer that is whole.
    private func hasOtherLists(_ exchange: SentRequest) -> Bool {
        guard exchange.state == .finished else { return false }
        if listsOf?.exchange != exchange.id {
            // Of a long one that is not known before the key asks.
            let isShort = exchange.body.count <= Self.longestCounted
            listsOf = (exchange.id, isShort ? PageItems.all(in: exchange.body).count : 2)
        }
        return listsOf.map { $0.count > 1 } ?? true
    }

    private static let longestCounted = 1 << 20

    /// What pages the body is joined of, and which the item under the cursor is from.
    func joinedNotes(_ exchange: SentRequest) -> [String] {
        guard let joined = exchange.joined, !joined.pages.isEmpty else { return [] }
        let pages = Figures.count(joined.pages.count, "page")
        guard let list = joined.list else { return ["\(pages), nothing to join: the first is below; \(joined.words)"] }
        let place = PageItems(names: list).path
        let twice = joined.repeated > 0 ? ", \(Figures.count(joined.repeated)) of them twice" : ""
        let key = stage.keymap.name(of: .pagesList, in: .response)
        var notes = [
            "\(Figures.count(joined.items, "item")) of \(pages) joined at \(place)\(twice): \(joined.words)"
                + (hasOtherLists(exchange) ? "; \(key) takes another list" : "")
        ]
        let line = bodyView.cursor.line
        // Finding it walks the JSON up to the cursor: once for a line, not for a frame.
        if itemOnLine?.line != line || itemOnLine?.exchange != exchange.id {
            itemOnLine = (exchange.id, line, item(list))
        }
        if let item = itemOnLine?.item, let page = joined.page(ofItem: item) {
            notes.append("item \(item + 1): page \(page + 1), \(joined.pages[page].url)")
        }
        return notes
    }

    /// The place of the item under the cursor in the list; nil when it is in none.
    private func item(_ list: [String]) -> Int? {
        guard let steps = bodyView.fieldPath?.steps, steps.count > list.count,
            steps.prefix(list.count).elementsEqual(list.map { .key($0) }), case .index(let item) = steps[list.count]
        else { return nil }
        return item
    }
}
