import CNcurses
import Glibc
public import Terminal

/// The terminal that people see: the screen through ncurses, keys and mouse read and understood here.
///
/// There is one in a program, and it belongs to one thread.
public final class NcursesTerminal: Terminal {
    /// Columns and rows, as of the last `read()`.
    public internal(set) var size: Size
    /// The colours that are shown.
    public let colors: ColorDepth
    /// Rounded lines, or ASCII when the locale has nothing else.
    public let glyphs: Glyphs

    let input: Int32
    let output: Int32
    let description: TerminalDescription
    var parser: InputParser
    /// Whether this kind of terminal may be asked for its ground, and the answer would count.
    let asksForGround: Bool
    /// Questions whether a frame is shown that are not answered.
    var frameQuestions = 0
    /// When it was asked last, and when a piece of an answer came last.
    var askedAt: Int64 = 0
    var answerPausedAt: Int64 = 0
    /// Happened here, and not read yet.
    var events: [TerminalEvent] = []
    /// Whether the other end is gone; nothing is written any more.
    var isLost = false
    private(set) var isOpen = true
    /// Whether the mouse is the program's.
    private var hasMouse = true
    /// Whether another program has the screen, or the shell that this one was stopped in.
    var isAway = false
    private var screen: OpaquePointer?
    private let ownedDescriptor: Int32?

    private var encoder: CellEncoder
    private let shown: Grid
    private var shownCursor: Point?
    private var isCursorVisible: Bool?
    var isStale = true
    /// Whether a frame was dropped because the terminal had not taken the one before.
    var isBehind = false
    private var line: UnsafeMutableBufferPointer<cchar_t>
    /// Whether the terminal lets people open links.
    private let hasLinks: Bool
    /// The links of the rows that have changed in this frame.
    private var links: LinkWriter

    /// What to wait on for keys.
    public var inputDescriptor: Int32 { input }

    /// What to wait on until the terminal takes more; nil when it has everything.
    public var outputDescriptor: Int32? {
        isOpen && !isLost && !isAway && cn_output_waits() ? cn_output_descriptor() : nil
    }

    /// How many bytes there were for it since the start.
    public var written: Int { Int(clamping: cn_output_total()) }

    /// DSR 5: terminals answer in the order in which they were told.
    public func askWhetherShown() {
        guard isOpen, !isLost else { return }
        cn_output_add(Array("\u{1B}[5n".utf8))
        frameQuestions += 1
        askedAt = Self.now()
    }

    /// How long a terminal that takes nothing is waited for before it is given up, in milliseconds.
    static let patience: Int32 = 1000

    /// Takes the screen of this process: standard input and output, or /dev/tty when these are something else. Signals
    /// ring `wake`, an eventfd, from now on. Throws `NcursesTerminalError`.
    public convenience init(wake: Int32) throws(NcursesTerminalError) {
        let environment = NcursesTerminal.environment
        if isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 {
            try self.init(input: STDIN_FILENO, output: STDOUT_FILENO, environment: environment, wake: wake)
        } else {
            let descriptor = open("/dev/tty", O_RDWR | O_CLOEXEC)
            guard descriptor >= 0 else { throw .notATerminal }
            do {
                try self.init(
                    input: descriptor, output: descriptor, environment: environment, wake: wake, owned: descriptor)
            } catch {
                Glibc.close(descriptor)
                throw error
            }
        }
    }

    /// Takes the screen at these descriptors.
    init(
        input: Int32, output: Int32, environment: [String: String], wake: Int32, owned: Int32? = nil
    ) throws(NcursesTerminalError) {
        let isUnicode = cn_locale()
        var description = TerminalDescription(environment: environment, output: output)
        guard description.isAddressable else { throw .unknownType(environment["TERM"] ?? "") }
        let erasesWithControlH = cn_erases_with_control_h(input)
        cn_output_open(output)
        // Before the guard, which gives back what is noted here.
        cn_modes_remember(input)
        cn_guard_prepare(ScreenModes.crash, ScreenModes.crash.count)
        cn_guard_enter()
        var screen = cn_open(description.type, description.entry, input)
        // Some builds of ncurses read no description from the environment.
        if screen == nil && description.entry != nil {
            description = description.plain(environment: environment)
            screen = cn_open(description.type, nil, input)
        }
        guard let screen else {
            cn_guard_leave()
            cn_output_close()
            throw .unknownType(environment["TERM"] ?? "")
        }
        if description.depth != .none {
            start_color()
            use_default_colors()
        }
        self.screen = screen
        self.input = input
        self.output = output
        self.description = description
        ownedDescriptor = owned
        colors = description.depth
        asksForGround = description.depth != .none && TerminalAnswer.isAsked(environment["TERM"] ?? "")
        let isConsole = environment["TERM"]?.split(separator: "-").first == "linux"
        glyphs = !isUnicode ? .ascii : isConsole ? .console : .unicode
        size = NcursesTerminal.measure(output)
        parser = InputParser(size: size, known: description.keys, erasesWithControlH: erasesWithControlH)
        encoder = CellEncoder(
            depth: description.depth, colors: Int(cn_colors()), pairs: Int(cn_color_pairs()), isUnicode: isUnicode)
        hasLinks = isUnicode && LinkSupport.isKnown(environment)
        links = LinkWriter(depth: description.depth)
        shown = Grid(size: size)
        line = .allocate(capacity: size.width + 1)
        // ncurses draws into memory: it cannot ask the terminal for its size.
        resize_term(Int32(size.height), Int32(size.width))
        cn_signals_install(wake)
        cn_modes_take()
        cn_output_add(ScreenModes.enter(hasMouse: hasMouse) + description.keysOn)
        askForGround()
    }

    deinit {
        close()
        line.deallocate()
    }

    /// What the environment says of the terminal.
    static var environment: [String: String] {
        var environment: [String: String] = [:]
        let names = [
            "TERM", "COLORTERM", "NO_COLOR", "FORCE_HYPERLINK", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "VTE_VERSION",
            "KONSOLE_VERSION", "WT_SESSION", "KITTY_WINDOW_ID",
        ]
        for name in names {
            if let value = getenv(name) { environment[name] = String(cString: value) }
        }
        return environment
    }

    static func measure(_ descriptor: Int32) -> Size {
        var columns: Int32 = 80
        var rows: Int32 = 24
        _ = cn_window_size(descriptor, &columns, &rows)
        return Size(width: Int(columns), height: Int(rows))
    }

    /// Asks for the size again; answers whether it is another one.
    func measureAgain() -> Bool {
        let size = NcursesTerminal.measure(output)
        guard size != self.size else { return false }
        self.size = size
        parser.size = size
        resize_term(Int32(size.height), Int32(size.width))
        line.deallocate()
        line = .allocate(capacity: size.width + 1)
        isStale = true
        return true
    }

    /// Writes the cells that differ from what is shown, and nothing when none does. A frame is dropped while the terminal
    /// has not taken the one before; `.caughtUp` says when the next is welcome.
    public func draw(_ grid: Grid, cursor: Point?) {
        guard isOpen, !isLost, !isAway else { return }
        // A slow line shows the newest frame late rather than every frame later and later.
        guard cn_output_flush() == 0 else { return isBehind = true }
        if shown.size != size { isStale = true }
        var isChanged = put(grid)
        if encoder.isExhausted {
            // All pairs are taken: once more, with those that this frame needs.
            encoder.reset()
            isStale = true
            isChanged = put(grid)
        }
        show(cursor: cursor, isChanged: isChanged)
        // Behind what ncurses has written of the same cells.
        let written = links.finish()
        if !written.isEmpty { cn_output_add(written) }
    }

    /// Hands the changed cells to ncurses; answers whether there were any.
    private func put(_ grid: Grid) -> Bool {
        links = LinkWriter(depth: colors)
        let isWhole = isStale || grid.size != shown.size
        if isWhole {
            cn_erase(isStale)
            isStale = false
        }
        var isChanged = isWhole
        for y in 0..<min(grid.size.height, size.height) {
            if !isWhole && grid.rowEquals(y, of: shown) { continue }
            isChanged = true
            grid.withRow(y) { row in
                if isWhole {
                    put(row, y: y, from: 0, to: min(row.count, size.width))
                } else {
                    shown.withRow(y) { old in putDifference(row, old, y: y) }
                }
                guard hasLinks, row.count <= size.width else { return }
                if isWhole {
                    links.write(row, over: nil, y: y, grid)
                } else {
                    shown.withRow(y) { links.write(row, over: $0, y: y, grid) }
                }
            }
        }
        if isChanged { shown.copy(grid) }
        return isChanged
    }

    private func putDifference(_ row: UnsafeBufferPointer<Cell>, _ old: UnsafeBufferPointer<Cell>, y: Int) {
        var first = 0
        var end = row.count
        while first < end, row[first] == old[first] { first += 1 }
        while end > first, row[end - 1] == old[end - 1] { end -= 1 }
        // Never from the second half of a wide character on, in either row: the first half would be left behind.
        while first > 0, row[first].width == 0 || old[first].width == 0 { first -= 1 }
        put(row, y: y, from: first, to: end)
    }

    private func put(_ row: UnsafeBufferPointer<Cell>, y: Int, from first: Int, to end: Int) {
        guard first < end, end <= size.width else { return }
        let count = encoder.encode(row[first..<end], into: line)
        _ = cn_put(Int32(y), Int32(first), line.baseAddress, Int32(count))
    }

    private func show(cursor: Point?, isChanged: Bool) {
        let cursor = cursor.flatMap { Rect(size).contains($0) ? $0 : nil }
        let isVisible = cursor != nil
        // nil after the screen was taken: what a shell or an editor has done to the cursor is not known.
        if isVisible != isCursorVisible {
            curs_set(isVisible ? 1 : 0)
            isCursorVisible = isVisible
        } else if !isChanged && cursor == shownCursor {
            return
        }
        shownCursor = cursor
        cn_refresh(Int32(cursor?.y ?? -1), Int32(cursor?.x ?? -1))
    }

    /// The next `draw` writes everything.
    public func redrawAll() {
        isStale = true
    }

    /// Whether tmux stands between the program and the terminal.
    private var isInTmux: Bool { getenv("TMUX").map { $0[0] != 0 } ?? false }

    /// OSC 52; false for more than `512 KiB`.
    @discardableResult
    public func copy(_ bytes: [UInt8]) -> Bool {
        // While the terminal is behind, as much as 700 kB of Base64 would stand before the next frame.
        guard isOpen, !isLost, cn_output_flush() == 0, let sequence = Clipboard.sequence(bytes, isInTmux: isInTmux)
        else { return false }
        cn_output_add(sequence)
        return true
    }

    /// Modes 1000, 1002 and 1006 of xterm, on or off.
    public func takeMouse(_ isTaken: Bool) {
        guard isTaken != hasMouse else { return }
        hasMouse = isTaken
        // While another program has the screen the mouse is its matter: `enter()` says what holds then.
        guard isOpen, !isLost, !isAway else { return }
        cn_output_add(isTaken ? ScreenModes.mouseOn : ScreenModes.mouseOff)
    }

    /// Gives the screen back, and signals what they did before.
    public func close() {
        guard isOpen else { return }
        if !isAway { leave() }
        isOpen = false
        cn_signals_restore()
        if let screen { cn_delete(screen) }
        screen = nil
        cn_output_close()
        if let ownedDescriptor { Glibc.close(ownedDescriptor) }
    }

    /// Gives the screen back for a while.
    func leave() {
        // Before the modes are given back: with echo on again the answer would appear on the shell's line.
        takeLateAnswer()
        cn_output_add(ScreenModes.leave + description.keysOff)
        cn_end()
        _ = cn_output_drain(Self.patience)
        // When everything is out, or nothing is taken any more: what waited would reach whoever has the terminal next.
        cn_modes_give_back()
        cn_guard_leave()
    }

    /// Takes it again, and paints what was there.
    func enter() {
        cn_guard_enter()
        // First: a C-s that was typed before stops what is written until flow control is off.
        cn_modes_take()
        cn_output_add(ScreenModes.enter(hasMouse: hasMouse) + description.keysOn)
        askForGround()
        if measureAgain() { events.append(.resized(size)) }
        isStale = true
        isCursorVisible = nil
        let last = Grid(size: shown.size)
        last.copy(shown)
        draw(last, cursor: shownCursor)
    }
}

private func cn_output_add(_ bytes: [UInt8]) { cn_output_add(bytes, bytes.count) }
