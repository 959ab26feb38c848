import Kit
import Model
import Profile
public import Terminal

extension Window {
    /// Draws everything; answers where the cursor is, nil to hide it. `now` in microseconds since 1970.
    public func draw(into grid: Grid, now: Int64) -> Point? {
        stage.beginFrame(at: now, size: grid.size)
        SettingsChange.settle(connectionParts)
        // A screen that is too small has nothing to be clicked on.
        drawn = nil
        let canvas = Canvas(grid)
        grid.forgetLinks()
        let look = stage.look()
        canvas.fill(look.style(.text))
        guard grid.size.width >= Self.smallest.width, grid.size.height >= Self.smallest.height else {
            drawTooSmall(canvas)
            return nil
        }
        askWaiting()
        let (top, rest) = canvas.bounds.split(top: 1)
        let (middle, bottom) = rest.split(bottom: 1)
        var layout = PaneLayout(book.profile.settings.panes)
        var drawn = DrawnScreen(view: view, places: places(in: middle, &layout))
        drawn.dividers = layout.dividers
        drawn.bottom = bottom.y
        StatusLine.draw(
            look, model, environment: book.environment?.name, isChanged: !SettingsChange.all(model.shown, book).isEmpty,
            into: canvas.sub(top))
        var cursor: Point?
        for place in drawn.places {
            let isFocused = place.pane === focused
            let point = draw(place.pane, in: place.frame, isFocused: isFocused, canvas)
            if isFocused { cursor = point }
        }
        drawOverPanes(drawn, into: canvas.sub(Rect(x: 0, y: 0, width: canvas.size.width, height: bottom.y)))
        let line = canvas.sub(bottom)
        line.fill(look.style(.hint))
        drawn.tabs = tabs.draw(view, look, model, stage.keymap, into: line)
        let (_, hints) = bottom.split(left: (drawn.tabs.last?.columns.upperBound ?? 0) + 2)
        if stage.overlays.isEmpty {
            HintLine.draw(
                look, stage, model.shown.connection.state, of: focused, isZoomed: isZoomed,
                typing: isJumping ? jumpHints : focused.isTyping ? typingHints : nil,
                into: canvas.sub(hints))
        }
        for overlay in stage.overlays {
            let frame = Self.frame(of: overlay, on: canvas)
            drawn.popup = (overlay, frame)
            // Nothing behind it can be meant.
            stage.targets.removeAll(keepingCapacity: true)
            // The front one's, also when it has none: the pane behind does not get the keys.
            cursor = draw(overlay, in: frame, canvas)
        }
        if let popup = stage.overlays.last { HintLine.draw(look, stage, popup: popup, into: canvas.sub(hints)) }
        let (_, edge) = middle.split(bottom: 1)
        drawNotice(look, into: canvas.sub(edge), edge.y, grid)
        drawn.targets = stage.targets
        // Last, over everything that letters stand for.
        if isJumping { drawLetters(drawn, into: grid) }
        self.drawn = drawn
        return isJumping ? nil : cursor
    }

    /// What the focused pane lays over others, down to the line of the hints, which the person needs for it.
    private func drawOverPanes(_ drawn: DrawnScreen, into canvas: Canvas) {
        guard let place = drawn.places.first(where: { $0.pane === focused }) else { return }
        let origin = place.frame.inset(by: 1)
        focused.drawOver(
            stage.look(isFocused: stage.overlays.isEmpty), from: Point(x: origin.x, y: origin.y), into: canvas)
    }

    /// A popup stands in the middle. Where it would leave a few columns beside it, scraps of what is behind it, it has them.
    private static func frame(of overlay: any Overlay, on canvas: Canvas) -> Rect {
        var size = overlay.size(screen: canvas.size)
        // Status line and views stay in sight, whatever it wants.
        size.height = min(size.height, canvas.size.height - 2)
        let frame = canvas.bounds.centered(size)
        guard frame.width >= canvas.size.width - 4 else { return frame }
        return Rect(x: 0, y: frame.y, width: canvas.size.width, height: frame.height)
    }

    /// What waits to be asked, else what happened last. A cut notice is read whole by a click on it.
    private func drawNotice(_ look: Look, into edge: Canvas, _ y: Int, _ grid: Grid) {
        if let words = waitingWords {
            let width = edge.put(" \(words) ", x: 2, y: 0, style: look.style(.warning), limit: edge.size.width - 4)
            coverRest(from: 2 + width, edge, y, grid)
            return
        }
        // Behind a popup, and where letters are text, its key is another one.
        let isFree = stage.overlays.isEmpty && !focused.isTyping
        let key = isFree ? stage.keymap.key(for: .notices, in: .anywhere) : nil
        let place = NoticeLine.draw(look, model.shown.notices, key: key, into: edge) { notice in
            // What was said before a popup was opened is not about it.
            let isOfBefore = !stage.overlays.isEmpty && notice.kind == .info && notice.at < popupSince
            return isOfBefore || stage.settledNotices.contains(notice) || composer.hasOutlived(notice)
                || model.connections.contains { $0.hasOutlived(notice) }
        }
        guard let place else { return }
        coverRest(from: place.maxX + 1, edge, y, grid)
        if stage.overlays.isEmpty { stage.mark(place, on: edge, .action(.notices)) }
    }

    /// How many rows are hidden stands in the same edge: what a notice has covered a part of goes whole, since the end of a
    /// number reads as another number.
    private func coverRest(from start: Int, _ edge: Canvas, _ y: Int, _ grid: Grid) {
        func isLine(_ x: Int) -> Bool {
            guard let scalar = grid[x, y].text.unicodeScalars.first else { return false }
            return (0x2500...0x257F).contains(scalar.value) || scalar == "-" || scalar == "+" || scalar == "|"
        }
        guard let end = (start..<max(start, grid.size.width)).first(where: isLine), end > start else { return }
        edge.fill(
            Rect(x: start, y: 0, width: end - start, height: 1), grid[end, y].style,
            edge.glyphs == .ascii ? "-" : "─")
    }

    /// What can be done while the focused pane is typed into: keys of the text, else those of the pane.
    private var typingHints: [(key: String, words: String)] {
        let pane = focused
        return pane.typingHints.compactMap { hint in
            let context = hint.action.holdsWhileTyping ? pane.keyContext : pane.typingContext
            return stage.keymap.key(for: hint.action, in: context).map { ($0, hint.words) }
        }
    }

    private func drawTooSmall(_ canvas: Canvas) {
        let need = "\(Self.smallest.width)x\(Self.smallest.height)"
        let words = "martlet needs \(need), this is \(canvas.size.width)x\(canvas.size.height)"
        // In as many lines as it takes: the size that it is, is what one drags by.
        let lines = wrapped(words, width: max(8, canvas.size.width))
        for (y, line) in lines.enumerated() {
            let x = max(0, (canvas.size.width - displayWidth(of: line)) / 2)
            let top = max(0, (canvas.size.height - lines.count + 1) / 2)
            canvas.put(line, x: x, y: top + y, style: stage.look().style(.warning))
        }
    }

    /// The panes that are seen, and where.
    private func places(in area: Rect, _ layout: inout PaneLayout) -> [DrawnScreen.Place] {
        // The two rows less are the status line and the hints, which this area does not have.
        let isTight = area.width < Self.roomy.width || area.height < Self.roomy.height - 2
        if isZoomed || isTight { return [DrawnScreen.Place(pane: focused, frame: area)] }
        return zip(panes, room.frames(in: area, focus: focus, &layout))
            .map { DrawnScreen.Place(pane: $0, frame: $1) }
            .filter { !$0.frame.isEmpty }
    }

    private func draw(_ pane: any Pane, in frame: Rect, isFocused: Bool, _ canvas: Canvas) -> Point? {
        let look = stage.look(isFocused: isFocused && stage.overlays.isEmpty)
        let inside = frame.inset(by: 1)
        // Before `info` and `subtitle`, which speak of what is in sight now.
        pane.fit(look, to: inside.size)
        stage.hiddenRows = HiddenRows()
        let place = pane.draw(look, into: canvas.sub(inside))
        drawFrame(of: pane, frame, isFocused: isFocused, look, canvas)
        stage.hiddenRows.draw(in: frame, style: look.style(.titleInfo), into: canvas)
        return place.map { Point(x: inside.x + $0.x, y: inside.y + $0.y) }
    }

    /// The frame with the title at the left and facts at the right; what is said of the title gives way first.
    private func drawFrame(of pane: any Pane, _ frame: Rect, isFocused: Bool, _ look: Look, _ canvas: Canvas) {
        let info = Self.fitted(pane.info(look), room: frame.width - 4 - displayWidth(of: pane.id.rawValue) - 3)
        canvas.box(
            frame, style: look.style(isFocused ? .borderFocused : .border), title: pane.id.rawValue,
            titleStyle: look.style(isFocused ? .titleFocused : .title), trailing: info,
            trailingStyle: look.style(.titleInfo))
        let (lead, rest) = (pane.subtitleLead, pane.subtitle)
        var subtitle = lead.isEmpty ? rest : "\(lead), \(rest)"
        let left = frame.x + 3 + displayWidth(of: pane.id.rawValue)
        // The corner, a blank and a piece of line at the right, and the same at the left of the title's end.
        let limit = frame.maxX - 5 - (info.isEmpty ? 0 : displayWidth(of: info) + 1) - left - 3
        // Less than eight columns of a topic tell nothing.
        guard !subtitle.isEmpty, limit >= 8 else { return }
        if displayWidth(of: subtitle) > limit { subtitle = rest }
        let width = min(limit, displayWidth(of: subtitle))
        canvas.put(" ", x: left + 2, y: frame.y, style: look.style(.titleInfo))
        canvas.put(
            tailOf: subtitle, x: left + 3, y: frame.y, style: look.style(isFocused ? .titleFocused : .title),
            limit: width)
        canvas.put(" ", x: left + 3 + width, y: frame.y, style: look.style(.titleInfo))
    }

    /// Facts that fit: their numbers are shortened first, then the last of them are left out whole.
    private static func fitted(_ info: String, room: Int) -> String {
        if displayWidth(of: info) <= room { return info }
        var short = Figures.abbreviated(info)
        while displayWidth(of: short) > room, let end = short.ranges(of: ", ").last?.lowerBound {
            short = String(short[..<end])
        }
        // In the end the figures alone: `3 of 85` of `3 of 85 requests`.
        while displayWidth(of: short) > room, short.contains(where: \.isNumber), let end = short.lastIndex(of: " "),
            !short[end...].contains(where: \.isNumber)
        {
            short = String(short[..<end])
        }
        return short
    }

    private func draw(_ overlay: any Overlay, in frame: Rect, _ canvas: Canvas) -> Point? {
        let look = stage.look()
        canvas.fill(frame, look.style(.popup))
        canvas.box(
            frame, style: look.style(.popupBorder), title: overlay.title, titleStyle: look.style(.titleFocused))
        let inside = frame.inset(by: 1)
        stage.hiddenRows = HiddenRows()
        let place = overlay.draw(look, into: canvas.sub(inside))
        stage.hiddenRows.draw(in: frame, style: look.style(.titleInfo), into: canvas)
        guard let place else { return nil }
        return Point(x: inside.x + place.x, y: inside.y + place.y)
    }
}
