public import Explorer
public import Terminal

/// The screen as a whole: panes, popups, the line at the top and the one at the bottom.
///
/// Keys go front to back (popup, line that is typed into, focused pane, window), drawing goes back to front.
public final class Window {
    /// The smallest screen with room for all three panes.
    public static let smallest = Size(width: 80, height: 24)

    private let state: ExploreState
    private let panes: [any Pane] = [TopicsPane(), MessagesPane(), MessagePane()]
    private var focus = 0
    private var isZoomed = false
    private var frames: [Rect] = []

    /// A window on a workspace.
    public init(workspace: Workspace, theme: Theme = .standard, keymap: Keymap = .standard) {
        state = ExploreState(workspace: workspace, theme: theme, keymap: keymap)
    }

    private var focused: any Pane { panes[focus] }

    // MARK: - Keys

    /// Takes a key press; `now` in microseconds since 1970.
    public func press(_ key: KeyPress, now: Int64) -> [Effect] {
        state.now = now
        if let overlay = state.overlays.last { return answer(overlay.press(key, in: state), of: overlay) }
        if focused.field != nil { return type(key) }
        guard let action = state.keymap.action(for: key, in: focused.keyContext) else { return [] }
        return perform(action)
    }

    private func answer(_ answer: OverlayAnswer, of overlay: any Overlay) -> [Effect] {
        if answer.isDone { state.overlays.removeAll { $0 === overlay } }
        return answer.effects + (answer.action.map(perform) ?? [])
    }

    private func type(_ key: KeyPress) -> [Effect] {
        let pane = focused
        switch key.key {
        case .enter: pane.typed(.accepted, in: state)
        case .escape: pane.typed(.cancelled, in: state)
        case .character("c") where key.modifiers == .control: pane.typed(.cancelled, in: state)
        case .up, .down:
            return state.keymap.action(for: key, in: .lists).map { pane.perform($0, in: state) } ?? []
        default:
            if pane.field?.press(key) == true { pane.typed(.changed, in: state) }
        }
        return []
    }

    private func perform(_ action: Action) -> [Effect] {
        switch action {
        case .quit: return [.quit]
        case .suspend: return [.suspend]
        case .redraw: return [.redraw]
        case .reconnect: return [.reconnectNow]
        case .explore: break
        case .nextPane: focus = (focus + 1) % panes.count
        case .previousPane: focus = (focus + panes.count - 1) % panes.count
        case .zoom: isZoomed.toggle()
        case .help: state.overlays.append(HelpOverlay(focused.keyContext))
        case .palette: state.overlays.append(PaletteOverlay(focused.keyContext))
        default:
            let effects = focused.perform(action, in: state)
            followWantedFocus()
            return effects
        }
        return []
    }

    private func followWantedFocus() {
        guard let wanted = state.wantedFocus else { return }
        focus = panes.firstIndex { $0.id == wanted } ?? focus
        state.wantedFocus = nil
    }

    /// Takes pasted text: into a field, or nowhere. A paste never does what keys do.
    public func paste(_ text: String) -> [Effect] {
        if let overlay = state.overlays.last {
            overlay.paste(text, in: state)
        } else if focused.field != nil {
            focused.field?.insert(text)
            focused.typed(.changed, in: state)
        }
        return []
    }

    /// Takes a mouse event.
    public func mouse(_ event: MouseEvent, now: Int64) -> [Effect] {
        state.now = now
        guard state.overlays.isEmpty, let index = frames.firstIndex(where: { $0.contains(event.at) }) else { return [] }
        switch event.action {
        case .press where event.button == 0:
            focus = index
            let inside = frames[index].inset(by: 1)
            if inside.contains(event.at) {
                panes[index].click(Point(x: event.at.x - inside.x, y: event.at.y - inside.y), in: state)
            }
        case .wheelUp, .wheelDown:
            let action: Action = event.action == .wheelUp ? .up : .down
            for _ in 0..<3 { _ = panes[index].perform(action, in: state) }
        default: break
        }
        return []
    }

    // MARK: - Work and time

    /// Lays out and searches payloads in slices until a deadline; answers whether there is more to do.
    public func advance(until deadline: ContinuousClock.Instant) -> Bool {
        panes.reduce(false) { $1.advance(state, until: deadline) || $0 }
    }

    /// The next moment at which time alone changes what is on the screen: the clock and the ages, once a second.
    public func tick(now: Int64) -> Int64? {
        (now / 1_000_000 + 1) * 1_000_000
    }

    // MARK: - Drawing

    /// Draws everything; answers where the cursor is, nil to hide it.
    public func draw(into grid: Grid, now: Int64) -> Point? {
        state.now = now
        let canvas = Canvas(grid)
        canvas.fill(state.style(.text))
        guard grid.size.width >= Self.smallest.width, grid.size.height >= Self.smallest.height else {
            let words = "martlet needs 80x24; this is \(grid.size.width)x\(grid.size.height)"
            canvas.put(words, x: 0, y: 0, style: state.style(.warning))
            return nil
        }
        let (top, rest) = canvas.bounds.split(top: 1)
        let (middle, bottom) = rest.split(bottom: 1)
        StatusLine.draw(state, into: canvas.sub(top))
        HintLine.draw(state, context: focused.keyContext, into: canvas.sub(bottom))
        var cursor = drawPanes(in: middle, canvas)
        for overlay in state.overlays { cursor = draw(overlay, in: canvas) }
        return cursor
    }

    private func drawPanes(in area: Rect, _ canvas: Canvas) -> Point? {
        frames = Layout.frames(in: area, zoomed: isZoomed ? focus : nil)
        var cursor: Point?
        for (index, pane) in panes.enumerated() where !frames[index].isEmpty {
            let place = draw(pane, in: frames[index], isFocused: index == focus, canvas)
            if index == focus { cursor = place }
        }
        return cursor
    }

    private func draw(_ pane: any Pane, in frame: Rect, isFocused: Bool, _ canvas: Canvas) -> Point? {
        state.isFocused = isFocused && state.overlays.isEmpty
        let inside = frame.inset(by: 1)
        pane.fit(state, to: inside.size)
        let subtitle = pane.subtitle(state)
        canvas.box(
            frame, style: state.style(isFocused ? .borderFocused : .border),
            title: subtitle.isEmpty
                ? pane.id.rawValue : "\(pane.id.rawValue) ── \(Self.shortened(subtitle, to: frame.width / 2))",
            titleStyle: state.style(isFocused ? .titleFocused : .title), trailing: pane.info(state),
            trailingStyle: state.style(.titleInfo))
        guard let place = pane.draw(state, into: canvas.sub(inside)) else { return nil }
        return Point(x: inside.x + place.x, y: inside.y + place.y)
    }

    /// The end of a long topic says more than its beginning.
    private static func shortened(_ text: String, to width: Int) -> String {
        text.utf8.count <= width ? text : "…" + String(text.suffix(max(1, width - 1)))
    }

    private func draw(_ overlay: any Overlay, in canvas: Canvas) -> Point? {
        let frame = canvas.bounds.centered(overlay.size(in: state, screen: canvas.size))
        canvas.fill(frame, state.style(.popup))
        canvas.box(
            frame, style: state.style(.popupBorder), title: overlay.title, titleStyle: state.style(.titleFocused))
        let inside = frame.inset(by: 1)
        guard let place = overlay.draw(state, into: canvas.sub(inside)) else { return nil }
        return Point(x: inside.x + place.x, y: inside.y + place.y)
    }
}
