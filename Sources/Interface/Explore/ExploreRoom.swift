import Model
import Profile
import Terminal

/// View Explore: the panes of the connection on the screen, and the open request below them where there is room.
final class ExploreRoom: Room {
    /// Each connection has its own, so that it is found as it was left.
    private let parts: ByConnection<(desk: Desk, panes: [any Pane])>
    private let stripHeight: Int
    /// With fewer rows the open request would take them from the message: it is seen when it has the keys.
    private static let tallEnough = 30

    /// - Parameters:
    ///   - strip: the open request, by the room that it is of.
    ///   - height: the rows of its frame.
    init(_ model: Model, _ book: ProfileBook, _ stage: Stage, strip: any Pane, height: Int) {
        stripHeight = height
        parts = ByConnection(model) { workspace in
            let desk = Desk(workspace, book, stage)
            return (desk, [TopicsPane(desk), MessagesPane(desk), MessagePane(desk), strip])
        }
        // Made now, not when it is drawn first: a log that is opened later has to look through what came before.
        _ = parts.shown
    }

    /// The connection on the screen, with what is selected in it.
    var desk: Desk { parts.shown.desk }

    var panes: [any Pane] { parts.shown.panes }

    func frames(in area: Rect, focus: Int, _ layout: inout PaneLayout) -> [Rect] {
        var frames = Layout.frames(in: area, &layout)
        guard area.height >= Self.tallEnough || focus == frames.count, let last = frames.last else {
            // An empty frame keeps the strip's place among the panes, so that Tab still leads to it.
            return frames + [Rect(x: area.x, y: area.y, width: 0, height: 0)]
        }
        let (message, strip) = last.split(bottom: stripHeight)
        frames[frames.count - 1] = message
        return frames + [strip]
    }
}
