import Kit
import Terminal

/// View REST: the requests at the left, the open one and its answer at the right.
final class RESTRoom: Room {
    private let all: [any Pane] = [RequestsPane(), RequestPane(), ResponsePane()]

    func panes(_ state: ScreenState) -> [any Pane] { all }

    ///     ╭────┬─────────╮   the one that is composed or read gets the larger part of the right side
    ///     │    ├─────────┤
    ///     ╰────┴─────────╯
    func frames(_ state: ScreenState, in area: Rect, focus: Int) -> [Rect] {
        let (left, right) = area.split(left: max(24, min(36, area.width / 4)))
        if area.width >= 200 {
            let (request, response) = right.split(left: right.width / 2)
            return [left, request, response]
        }
        let (request, response) = right.split(top: right.height * (focus == 1 ? 11 : 8) / 20)
        return [left, request, response]
    }
}
