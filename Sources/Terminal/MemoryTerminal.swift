/// A terminal without a screen, for tests: remembers what was drawn and answers with the events it was given.
public final class MemoryTerminal: Terminal {
    /// Columns and rows; the last `resized` that was read.
    public private(set) var size: Size
    /// The colours it was made with.
    public let colors: ColorDepth
    /// The characters it was made with.
    public let glyphs: Glyphs
    /// Nothing to wait on: poll(2) passes over it.
    public var inputDescriptor: Int32 { -1 }
    /// Takes everything at once.
    public var outputDescriptor: Int32? { nil }
    /// What is shown.
    public let grid: Grid
    /// Where the cursor is; nil when it is hidden.
    public private(set) var cursor: Point?
    /// Calls of `draw`.
    public private(set) var draws = 0
    /// Cells that changed in the last `draw`.
    public private(set) var changedCells = 0
    /// What drawing has cost: as many bytes as a test says.
    public var written = 0
    /// Calls of `askWhetherShown`.
    public private(set) var questions = 0
    /// Everything that was put in the clipboard.
    public private(set) var copies: [[UInt8]] = []
    /// Calls of `redrawAll`.
    public private(set) var redraws = 0
    /// Calls of `suspend`.
    public private(set) var suspensions = 0
    /// Whether something else has the screen.
    public private(set) var isAway = false
    /// Whether the program has the mouse.
    public private(set) var hasMouse = true
    /// Whether it was closed.
    public private(set) var isClosed = false
    private var events: [TerminalEvent] = []
    private var isStale = true

    /// An empty screen.
    public init(size: Size = Size(width: 120, height: 36), colors: ColorDepth = .trueColor, glyphs: Glyphs = .unicode) {
        self.size = size
        self.colors = colors
        self.glyphs = glyphs
        grid = Grid(size: size)
    }

    /// Adds events for the next `read()`. A `resized` changes the size when it is read.
    public func post(_ events: TerminalEvent...) {
        self.events += events
    }

    /// Adds key presses in the notation of `KeyPress.script`.
    public func type(_ script: String) throws(KeyNotationError) {
        events += try KeyPress.script(script).map { .key($0) }
    }

    /// The events that were posted.
    public func read() -> [TerminalEvent] {
        let events = self.events
        self.events = []
        // Only now: a program learns of its size by reading, however often the window changed before.
        for case .resized(let size) in events {
            self.size = size
            isStale = true
        }
        return events
    }

    /// Of the events that were posted, those that ask for the end; the others stay for `read()`.
    public func readSignals() -> [TerminalEvent] {
        let signals = events.filter { $0 == .terminate || $0 == .hangUp }
        events.removeAll { $0 == .terminate || $0 == .hangUp }
        return signals
    }

    /// Remembers the cells, and counts what changed.
    public func draw(_ grid: Grid, cursor: Point?) {
        draws += 1
        changedCells = 0
        // As a real one: after a resize or another program nothing is known of what it shows.
        let isComparable = !isStale && grid.size == self.grid.size
        for y in 0..<grid.size.height {
            if isComparable && grid.rowEquals(y, of: self.grid) { continue }
            for x in 0..<grid.size.width where !isComparable || grid[x, y] != self.grid[x, y] { changedCells += 1 }
        }
        self.grid.copy(grid)
        self.cursor = cursor
        isStale = false
    }

    /// Counts; all cells of the next `draw` have changed.
    public func redrawAll() {
        redraws += 1
        isStale = true
    }

    /// Counts, and has `resumed` for the next `read()`.
    public func suspend() {
        suspensions += 1
        isStale = true
        // It comes back at once: there is no shell to go to.
        events.append(.resumed)
    }

    /// Remembers that.
    public func giveAway() { isAway = true }

    /// All cells of the next `draw` have changed.
    public func takeBack() {
        isAway = false
        isStale = true
    }

    /// Counts; the answer is for the test to post.
    public func askWhetherShown() { questions += 1 }

    /// Remembers the bytes.
    @discardableResult
    public func copy(_ bytes: [UInt8]) -> Bool {
        copies.append(bytes)
        return true
    }

    /// Remembers that.
    public func takeMouse(_ isTaken: Bool) { hasMouse = isTaken }

    /// Remembers that.
    public func close() {
        isClosed = true
    }
}
