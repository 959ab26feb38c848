import Hypermedia
import Kit
import Model
import Payloads
import Profile

extension ResponsePane {
    /// Asks for the pages of the answer, from the first that was asked for.
    func joinPages() -> [Effect] {
        guard let exchange = composer.shown, exchange.response != nil else {
            stage.say(.info, "There is no answer whose pages could be asked for")
            return []
        }
        guard exchange.joined != nil || linksView.nextPage != nil else {
            stage.say(.info, "The answer names no next page: no link of the relation next")
            return []
        }
        guard !exchange.isOutdated(by: composer.draft) else {
            stage.say(.info, "The request was edited since: send it first")
            return []
        }
        (tab, itemOnLine) = (.body, nil)
        return composer.send(stage, joins: true)
    }

    /// What pages the body is joined of, and which the item under the cursor is from.
    func joinedNotes(_ exchange: SentRequest) -> [String] {
        guard let joined = exchange.joined, !joined.pages.isEmpty else { return [] }
        let pages = Figures.count(joined.pages.count, "page")
        guard let list = joined.list else { return ["\(pages), nothing to join: the first is below; \(joined.words)"] }
        let place = PageItems(names: list).path
        let twice = joined.repeated > 0 ? ", \(Figures.count(joined.repeated)) of them twice" : ""
        var notes = ["\(Figures.count(joined.items, "item")) of \(pages) joined at \(place)\(twice): \(joined.words)"]
        let line = bodyView.cursor.line
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
