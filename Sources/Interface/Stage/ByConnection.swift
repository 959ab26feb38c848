import Model

/// Something of each open connection: made when its connection is on the screen first, gone with it.
final class ByConnection<Part> {
    private let model: Model
    private let make: (Workspace) -> Part
    private var parts: [(workspace: Workspace, part: Part)] = []

    init(_ model: Model, make: @escaping (Workspace) -> Part) {
        self.model = model
        self.make = make
        // Whatever is on the screen: its part holds on to what was received.
        model.whenClosed { [weak self] closed in self?.parts.removeAll { $0.workspace === closed } }
    }

    /// That of the connection on the screen.
    var shown: Part {
        if let known = parts.first(where: { $0.workspace === model.shown }) { return known.part }
        let new = make(model.shown)
        parts.append((model.shown, new))
        return new
    }
}
