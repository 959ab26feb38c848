import Kit
import Terminal

/// View REST: the requests at the left, the open one and its answer at the right.
final class RESTRoom: Room {
    let panes: [any Pane]

    init(_ composer: RequestComposer, _ stage: Stage) {
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
        let usual = right.height * (focus == 1 ? 11 : 8) / 20
        let (request, response) = layout.rows(right, .requestHeight, usual: usual)
        return [left, request, response]
    }
}
