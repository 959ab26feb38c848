import Kit
import Terminal

/// View Explore: the panes of the desk on screen, and the open request below them where there is room.
final class ExploreRoom: Room {
    private unowned let state: ScreenState
    private let strip: RequestStrip
    /// With fewer rows the open request would take them from the message: it is seen when it has the keys.
    private static let tallEnough = 30

    init(_ state: ScreenState) {
        self.state = state
        strip = RequestStrip(state)
    }

    var panes: [any Pane] { state.desk.panes + [strip] }

    func frames(in area: Rect, focus: Int) -> [Rect] {
        var frames = Layout.frames(in: area)
        guard area.height >= Self.tallEnough || focus == frames.count, let last = frames.last else {
            return frames + [Rect(x: area.x, y: area.y, width: 0, height: 0)]
        }
        let (message, strip) = last.split(bottom: RequestStrip.height)
        frames[frames.count - 1] = message
        return frames + [strip]
    }
}
