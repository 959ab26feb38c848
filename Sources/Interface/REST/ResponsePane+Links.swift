import Kit
import Model
import Payloads
import Profile

extension ResponsePane {
    func followSelected() -> [Effect] {
        guard let exchange = composer.shown, let link = linksView.selected else {
            stage.say(.info, "There is no link to follow")
            return []
        }
        return LinkFollowing(composer: composer, stage: stage, exchange: exchange).follow(link)
    }

    /// Follows the URL on the line of the body with the cursor; nil where the line folds, or has none.
    func followInText() -> [Effect]? {
        // The line must be of the answer that its target is relative to.
        guard let exchange = composer.shown, shown?.id == exchange.id, !isBefore, let document = bodyView.document,
            !document.isFoldable(bodyView.cursor.line), bodyView.mode != .hex,
            let link = LinkInText.find(
                line: bodyView.cursor.line, of: document, among: linksView.all, url: LinksView.url(of: exchange))
        else { return nil }
        return LinkFollowing(composer: composer, stage: stage, exchange: exchange).follow(link)
    }

    /// How to open the answer as what it describes.
    var thingNotes: [String] {
        guard linksView.isThing else { return [] }
        return ["a Thing Description: \(stage.keymap.name(of: .thing, in: .response)) opens it"]
    }

    /// Opens the answer as a thing; where it is none, asks where one is described.
    func openThing() -> [Effect] {
        guard let exchange = composer.shown else { return ThingQuestion.ask(near: "", composer, stage) }
        let following = LinkFollowing(composer: composer, stage: stage, exchange: exchange)
        let url = LinksView.url(of: exchange)
        if linksView.isThing, ThingOverlay.open(exchange.body, url: url, following) { return [] }
        return ThingQuestion.ask(near: url, composer, stage)
    }
}
