import Kit
import Model
import Topics

/// A figure that has a tile: the broker's or martlet's own.
enum TileID: Hashable {
    case broker(LoadFigure)
    case received(ReceivedFigure)

    var label: String {
        switch self {
        case .broker(let figure): figure.label
        case .received(let figure): figure.label
        }
    }

    var unit: LoadUnit {
        switch self {
        case .broker(let figure): figure.unit
        case .received(let figure): figure.unit
        }
    }

    func tile(in workspace: Workspace) -> LoadTile {
        switch self {
        case .broker(let figure): workspace.live.system.tile(figure)
        case .received(let figure): workspace.live.received.tile(figure)
        }
    }

    /// Whether it is measured over time, so that averages mean something.
    var hasAverages: Bool { Self.hasAverages(unit) }

    static func hasAverages(_ unit: LoadUnit) -> Bool {
        switch unit {
        case .perSecond, .bytesPerSecond: true
        default: false
        }
    }
}

/// The load of one connection, and what is selected of it.
final class LoadSelection {
    let workspace: Workspace
    /// The tile with the bar: the one that was chosen, or the first while there is no such tile.
    var selected: TileID {
        get { standIn ?? chosen }
        set { (chosen, standIn, isChosen) = (newValue, nil, true) }
    }
    private var chosen = TileID.broker(.publishIn)
    /// Whether a person has chosen it.
    private var isChosen = false
    private var standIn: TileID?
    /// Tiles whose lines are on the curve together, in the order in which they were marked.
    private(set) var marked: [TileID] = []
    /// The time that the curve shows.
    var window = ChartWindow()
    /// Which pane is below Load where there is room for two.
    var lower = 1

    init(_ workspace: Workspace) { self.workspace = workspace }

    /// Takes in which tiles there are. What was chosen is not forgotten while it is missing: a broker's figures come later
    /// than the view.
    func fit(to tiles: [TileID]) {
        guard tiles.contains(chosen) else { return standIn = tiles.first }
        // Where nobody has chosen a curve is shown that there is: mosquitto publishes no rate of what it never received.
        let published = Self.usual.first { tiles.contains($0) && $0.tile(in: workspace).isPublished }
        standIn = isChosen || published == chosen ? nil : published
    }

    /// What is looked at first, and what in its place where the broker does not publish it.
    private static let usual: [TileID] = [
        .broker(.publishIn), .broker(.publishOut), .broker(.bytesIn), .broker(.bytesOut),
    ]

    func toggleMark(_ tile: TileID) {
        if let index = marked.firstIndex(of: tile) {
            marked.remove(at: index)
        } else {
            marked.append(tile)
            // More lines than looks would not be told apart.
            if marked.count > Role.maximumSeries { marked.removeFirst() }
        }
    }

    func clearMarks() { marked = [] }

    /// The lines of the curve: the marked tiles, or the selected one with the broker's averages.
    var series: [FigureSeries] {
        guard marked.isEmpty else {
            return marked.map { FigureSeries(name: $0.label, unit: $0.unit, points: $0.tile(in: workspace).history) }
        }
        let tile = selected.tile(in: workspace)
        var series = [FigureSeries(name: selected.label, unit: selected.unit, points: tile.history)]
        guard tile.hasBrokerAverages else { return series }
        for (index, span) in LoadSpan.allCases.enumerated() where !tile.averageHistories[index].isEmpty {
            series.append(
                FigureSeries(name: "average \(span.label)", unit: selected.unit, points: tile.averageHistories[index]))
        }
        return series
    }
}
