import Kit
import Model
import Terminal
import Topics

/// The figures as tiles: the broker's, then martlet's own.
final class LoadPane: Pane {
    /// What stands in a band across the pane.
    enum Band {
        case words(String, isFirst: Bool)
        case heading(String)
        case tiles([TileID])

        var height: Int {
            switch self {
            case .words: 1
            case .heading: 2
            case .tiles: LoadPane.tileHeight
            }
        }
    }

    /// Rows of a tile: name and value, averages, the past.
    static let tileHeight = 3
    /// Columns that a tile needs, and those that it has use for.
    private static let tileWidth = 26
    private static let wideTile = 40

    let id = PaneID.load
    let keyContext = KeyContext.load
    let stage: Stage
    let load: LoadSelection
    init(_ load: LoadSelection, _ stage: Stage) {
        self.load = load
        self.stage = stage
    }

    var workspace: Workspace { load.workspace }
    var field: TextField?
    private(set) var bands: [Band] = []
    private(set) var columns = 1
    /// The first row shown.
    private(set) var top = 0
    private var height = 1
    /// Rows that were turned away from the tile with the bar.
    private var turned = RowTurn<TileID>()

    // MARK: - Layout

    func fit(_ look: Look, to size: Size) {
        workspace.live.catchUp(now: look.now)
        look.changesNextSecond()
        height = size.height
        // As wide as they may be without one less on the screen: names are whole then, and the past is longer.
        let most = max(1, size.width / Self.tileWidth)
        for count in min(most, max(1, size.width / Self.wideTile))...most {
            columns = count
            layBands(look, width: size.width)
            if bands.reduce(0, { $0 + $1.height }) <= height { break }
        }
        keepSelectionInside()
    }

    private func layBands(_ look: Look, width: Int) {
        bands = []
        let lines = SystemWords.lines(look, workspace, stage.keymap).filter { !$0.isEmpty }
        for (index, line) in lines.enumerated() {
            for piece in wrapped(line, width: width - 2) { bands.append(.words(piece, isFirst: index == 0)) }
        }
        // Words say why there are no figures of the broker: both together never stand there.
        if lines.isEmpty { lay(Self.brokerTiles(workspace.live.system)) }
        let sampled = workspace.live.received.stride
        let note = sampled > 1 ? ", shares and sizes from one message in \(Figures.count(sampled))" : ""
        bands.append(.heading("what martlet receives\(note)"))
        lay(ReceivedFigure.allCases.map { .received($0) })
    }

    private func lay(_ tiles: [TileID]) {
        for start in stride(from: 0, to: tiles.count, by: columns) {
            bands.append(.tiles(Array(tiles[start..<min(start + columns, tiles.count)])))
        }
    }

    /// The tiles that everybody looks for, and those beyond that this broker has.
    private static func brokerTiles(_ system: SystemLoad) -> [TileID] {
        // The usual ones keep their places also where the broker has not said them yet.
        LoadFigure.allCases.filter { !$0.isExtra || system.tile($0).isPublished }.map { .broker($0) }
    }

    private func keepSelectionInside() {
        let tiles = allTiles
        guard !tiles.isEmpty else { return }
        load.fit(to: tiles)
        // The wheel moves the view and leaves the selection: then it need not be inside.
        let rows = turned.take(load.selected)
        top += rows ?? 0
        var y = 0
        var selectedY = 0
        for band in bands {
            if rows == nil, case .tiles(let row) = band, row.contains(load.selected) {
                selectedY = y
                // From a tile's name on: the end of one alone tells nothing.
                if y + band.height > top + height { top = bandStart(from: y + band.height - height) }
                // Last: of a tile that is higher than the pane its name and value are what is seen.
                if y < top { top = y }
            }
            y += band.height
        }
        // All fits, or the first tiles are meant: the words above them are read with them, where both have room.
        let isFirst = rows == nil && place(of: load.selected)?.row == 0
        if y <= height || isFirst && selectedY < height { top = 0 }
        let last = max(0, y - height)
        top = max(0, min(top, rows == nil ? bandStart(from: last) : last))
    }

    /// The first row from a place on that begins something.
    private func bandStart(from place: Int) -> Int {
        var y = 0
        for band in bands where y < place { y += band.height }
        return y
    }

    private var rows: [[TileID]] {
        bands.compactMap { if case .tiles(let row) = $0 { row } else { nil } }
    }
    private var allTiles: [TileID] { rows.flatMap { $0 } }

    private func place(of tile: TileID) -> (row: Int, column: Int)? {
        for (row, tiles) in rows.enumerated() {
            if let column = tiles.firstIndex(of: tile) { return (row, column) }
        }
        return nil
    }

    func offers(_ action: Action) -> Bool {
        switch action {
        // Of figures that nobody has said there is nothing to be drawn or written.
        case .openCurve, .mark, .shorterWindow, .longerWindow, .writeValues:
            allTiles.contains { $0.tile(in: workspace).value != nil }
        default: true
        }
    }

    // MARK: - Title

    func info(_ look: Look) -> String {
        let system = workspace.live.system
        guard system.hasFigures, let dialect = system.dialect else { return "no $SYS" }
        // Other brokers speak as mosquitto does, too.
        var parts = ["$SYS as \(dialect.label) has it"]
        // Less would be rounded to nothing.
        if let interval = system.interval, interval >= 500_000 {
            // To the nearest second: beats come a little early and late.
            parts.append("every \((interval + 500_000) / 1_000_000) s")
        }
        let silent = system.silentNodes.count
        if system.nodes.count > 1 {
            parts.append("\(system.nodes.count) nodes")
            if silent > 0 { parts.append("\(silent) silent") }
        }
        if let overdue = system.overdue, look.now > overdue, let last = system.lastTime {
            parts.append("silent for \(Figures.age(seconds: (look.now - last) / 1_000_000))")
        }
        return parts.joined(separator: ", ")
    }

    // MARK: - Keys

    func perform(_ action: Action) -> [Effect] {
        turned.end()
        switch action {
        case .up: move(rows: -1)
        case .down: move(rows: 1)
        case .pageUp: move(rows: -max(1, height / Self.tileHeight))
        case .pageDown: move(rows: max(1, height / Self.tileHeight))
        case .previousTile: move(by: -1)
        case .nextTile: move(by: 1)
        case .first: select(0)
        case .last: select(allTiles.count - 1)
        case .mark: load.toggleMark(load.selected)
        case .openCurve: stage.wantedFocus = .curve
        case .subscribe: return [.connection(.subscribe(filter: "$SYS/#", qos: 0))]
        case .writeValues: ChartFile.write(load.series, name: "load", on: stage)
        default: _ = load.window.perform(action)
        }
        return []
    }

    func back() -> Bool {
        guard !load.marked.isEmpty else { return false }
        load.clearMarks()
        return true
    }

    private func move(by places: Int) {
        guard let index = allTiles.firstIndex(of: load.selected) else { return select(0) }
        select(index + places)
    }

    private func move(rows count: Int) {
        let rows = rows
        guard let place = place(of: load.selected) else { return select(0) }
        let row = rows[max(0, min(place.row + count, rows.count - 1))]
        // The last row may be short.
        load.selected = row[min(place.column, row.count - 1)]
    }

    private func select(_ index: Int) {
        let tiles = allTiles
        guard !tiles.isEmpty else { return }
        load.selected = tiles[max(0, min(index, tiles.count - 1))]
    }

    func click(_ point: Point) {
        if let tile = tile(at: point) { load.selected = tile }
    }

    func doubleClick(_ point: Point) -> [Effect] { tile(at: point) == load.selected ? perform(.openCurve) : [] }

    func scroll(by rows: Int) { turned.turn(by: rows, from: load.selected) }

    /// Columns at the last drawing, for clicks.
    var width = 1

    private func tile(at point: Point) -> TileID? {
        var y = -top
        for band in bands {
            if case .tiles(let row) = band, point.y >= y, point.y < y + band.height {
                let column = point.x / max(1, width / columns)
                return column < row.count ? row[column] : nil
            }
            y += band.height
        }
        return nil
    }
}

extension LoadFigure {
    /// Shown only where a broker publishes it; the others are "not published" where it does not.
    var isExtra: Bool {
        switch self {
        case .packetsIn, .packetsOut, .storedBytes, .queued, .queuedBytes, .heapMaximum: true
        default: false
        }
    }
}
