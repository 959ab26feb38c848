import Terminal

/// View Wire: the rows above, the selected one field by field below.
final class WireRoom: Room {
    let panes: [any Pane]

    init(_ desk: WireDesk) { panes = [PacketsPane(desk), PacketPane(desk)] }

    func frames(in area: Rect, focus: Int, _ layout: inout PaneLayout) -> [Rect] {
        // The one that has the keys gets the larger part where rows are few.
        let share = area.height >= 40 ? 11 : focus == 0 ? 11 : 8
        let (packets, packet) = layout.rows(area, .packetsHeight, usual: area.height * share / 20)
        return [packets, packet]
    }
}
