import Glibc
import Interface
import Kit
import MQTT
import Model
import Terminal
import Testing
import Topics

/// A person at the screen: types in key notation and looks at panes, by a clock that is turned by hand.
final class Visit {
    /// 2026-11-24 12:31:05 UTC.
    static let noon: Int64 = 1_795_523_465_000_000

    let workspace: Workspace
    let window: Window
    let grid: Grid
    var now = Visit.noon
    private(set) var effects: [Effect] = []
    private(set) var cursor: Point?

    init(
        width: Int = 120, height: Int = 36, memory: Int = 256 << 20, theme: Theme = TestTheme.theme,
        keymap: Keymap = .standard, maximumPayload: Int? = nil
    ) {
        setenv("TZ", "UTC", 1)
        tzset()
        workspace = Workspace(LiveData(memory: memory, maximumPayload: maximumPayload))
        workspace.connection = ConnectionStatus(
            name: "home", address: "mqtts://broker:8883", version: .v5, state: .connected(since: now))
        window = Window(model: Model(workspace), theme: theme, keymap: keymap)
        grid = Grid(size: Size(width: width, height: height))
    }

    // MARK: - What happens

    func receive(
        _ topic: String, _ payload: String, qos: Int = 0, retain: Bool = false, duplicate: Bool = false,
        after microseconds: Int64 = 0
    ) {
        receive(
            topic, bytes: Array(payload.utf8), flags: MessageFlags(qos: qos, retain: retain, duplicate: duplicate),
            after: microseconds)
    }

    func receive(_ topic: String, bytes: [UInt8], flags: MessageFlags = [], after microseconds: Int64 = 0) {
        now += microseconds
        var topic = topic
        topic.withUTF8 { topic in
            bytes.withUnsafeBytes { payload in
                workspace.live.receive(
                    topic: UnsafeRawBufferPointer(topic), payload: payload,
                    properties: UnsafeRawBufferPointer(start: nil, count: 0), flags: flags, at: now)
            }
        }
    }

    /// Presses keys: `/kit<Enter><Tab>`.
    @discardableResult
    func type(_ script: String) throws -> Visit {
        for key in try KeyPress.script(script) {
            look()
            effects += window.press(key, now: now)
        }
        return self
    }

    func paste(_ text: String) { effects += window.paste(text) }

    func click(_ x: Int, _ y: Int) {
        look()
        effects += window.mouse(MouseEvent(.press, at: Point(x: x, y: y)), now: now)
    }

    /// Clicks so many columns right of where a text begins.
    func click(on text: String, plus columns: Int = 0, at location: SourceLocation = #_sourceLocation) {
        for (y, row) in look().enumerated() {
            guard let found = row.firstRange(of: text) else { continue }
            return click(displayWidth(of: String(row[..<found.lowerBound])) + columns, y)
        }
        Issue.record("\(text) is not there:\n\(screen)", sourceLocation: location)
    }

    func wheel(_ action: MouseAction, _ x: Int, _ y: Int) {
        look()
        effects += window.mouse(MouseEvent(action, at: Point(x: x, y: y)), now: now)
    }

    /// The effects since the last time.
    func takeEffects() -> [Effect] {
        defer { effects = [] }
        return effects
    }

    // MARK: - What is seen

    /// Does all the work that is left and draws.
    @discardableResult
    func look() -> [String] {
        for _ in 0..<1000 {
            let limit = ContinuousClock.now.advanced(by: .milliseconds(50))
            let model = workspace.live.advance(until: limit)
            let screen = window.advance(until: limit)
            cursor = window.draw(into: grid, now: now)
            if !model && !screen && window.tick(now: now) != now { break }
        }
        return grid.rows
    }

    var screen: String { look().joined(separator: "\n") }

    /// The text inside the frame of a pane, found by its title; nil when the pane is not on the screen.
    func pane(_ id: PaneID) -> String? {
        look()
        for y in 0..<grid.size.height {
            for x in 0..<grid.size.width where isTitle(id, x, y) {
                return content(left: x, top: y)
            }
        }
        return nil
    }

    private func isTitle(_ id: PaneID, _ x: Int, _ y: Int) -> Bool {
        guard grid[x, y].text == "╭" else { return false }
        let word = " \(id.rawValue) "
        guard x + 1 + word.count <= grid.size.width else { return false }
        return (0..<word.count).map { grid[x + 1 + $0, y].text }.joined() == word
    }

    private func content(left: Int, top: Int) -> String {
        let right = (left + 1..<grid.size.width).first { grid[$0, top].text == "╮" } ?? grid.size.width - 1
        let bottom = (top + 1..<grid.size.height).first { grid[left, $0].text == "╰" } ?? grid.size.height - 1
        return (top..<bottom).map { y in
            (left + 1..<right).map { grid[$0, y].text }.joined()
        }.joined(separator: "\n")
    }

    /// Expects a text on the screen, or in one pane with its title; prints the screen when it is not there.
    @discardableResult
    func see(_ text: String, in id: PaneID? = nil, at location: SourceLocation = #_sourceLocation) -> Visit {
        let seen = id.map { pane($0) ?? "" } ?? screen
        #expect(seen.contains(text), "\"\(text)\" is not there:\n\(screen)", sourceLocation: location)
        return self
    }

    /// Expects that a text is nowhere on the screen, or in one pane.
    @discardableResult
    func miss(_ text: String, in id: PaneID? = nil, at location: SourceLocation = #_sourceLocation) -> Visit {
        let seen = id.map { pane($0) ?? "" } ?? screen
        #expect(!seen.contains(text), "\"\(text)\" is there:\n\(screen)", sourceLocation: location)
        return self
    }
}
