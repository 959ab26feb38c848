import Kit
import Model
import Terminal

/// View REST: the requests at the left, the open one and its answer at the right.
final class RESTRoom: Room {
    let panes: [any Pane]
    private let composer: RequestComposer

    init(_ composer: RequestComposer, _ stage: Stage) {
        self.composer = composer
        panes = [RequestsPane(composer, stage), RequestPane(composer, stage), ResponsePane(composer, stage)]
    }

    ///     ╭────┬─────────╮   the one that is composed or read gets the larger part of the right side
    ///     │    ├─────────┤
    ///     ╰────┴─────────╯
    func frames(in area: Rect, focus: Int, _ layout: inout PaneLayout) -> [Rect] {
        let (left, right) = layout.columns(
            area, .requestsWidth, usual: max(24, min(area.width / 4, max(36, area.width / 5))))
        if area.width >= 200 {
            // What is composed is narrow; answers have long lines.
            let (request, response) = layout.columns(right, .requestWidth, usual: min(66, right.width / 2))
            return [left, request, response]
        }
        // As long as there is no answer the request has most of a low screen.
        let isLow = right.height < 26 && composer.exchanges[composer.current] == nil && composer.origin == nil
        let usual = right.height * (isLow ? 13 : focus == 1 ? 11 : 8) / 20
        let (request, response) = layout.rows(right, .requestHeight, usual: usual)
        return [left, request, response]
    }
}
