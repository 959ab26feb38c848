import Model
import Terminal

/// View Load: the tiles above, one of the other panes below; all of them on a large screen.
final class LoadRoom: Room {
    private let parts: ByConnection<(load: LoadSelection, panes: [any Pane])>

    init(_ model: Model, _ stage: Stage) {
        parts = ByConnection(model) { workspace in
            let load = LoadSelection(workspace)
            return (
                load,
                [
                    LoadPane(load, stage), CurvePane(load, stage), TopPane(workspace, stage),
                    HealthPane(workspace, stage), EventsPane.log(workspace, stage),
                    EventsPane.clients(workspace, stage),
                ]
            )
        }
    }

    var panes: [any Pane] { parts.shown.panes }

    /// On a small screen the lower half is of the pane that has the keys, or had them last before the tiles.
    func frames(in area: Rect, focus: Int, _ layout: inout PaneLayout) -> [Rect] {
        let (load, panes) = parts.shown
        let count = panes.count
        // 0 are the tiles, which are always seen.
        if focus > 0 { load.lower = min(focus, count - 1) }
        if area.width >= 150, area.height >= 40 { return Self.wall(in: area, &layout) }
        let (top, bottom) = layout.rows(area, .loadHeight, usual: area.height * 11 / 20)
        // Those without a place keep their number, by which the focus comes to them and brings them up.
        return (0..<count).map { index in
            index == 0 ? top : index == load.lower ? bottom : Rect(x: area.x, y: area.y, width: 0, height: 0)
        }
    }

    /// All panes at once.
    ///
    ///     ╭ Load ─╮╭ Top ────╮
    ///     │       │├ Health ─┤
    ///     ├ Curve ┤├ Log ────┤
    ///     ╰───────╯├ Clients ┤
    private static func wall(in area: Rect, _ layout: inout PaneLayout) -> [Rect] {
        let (left, right) = layout.columns(area, .loadWidth, usual: area.width * 21 / 40)
        let (load, curve) = layout.rows(left, .loadHeight, usual: area.height * 3 / 5)
        let (top, rest) = layout.rows(right, .topHeight, usual: area.height * 2 / 5)
        let (health, events) = layout.rows(rest, .healthHeight, usual: rest.height / 3)
        let (log, clients) = layout.rows(events, .logHeight, usual: events.height / 2)
        return [load, curve, top, health, log, clients]
    }
}
