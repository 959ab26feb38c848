import Model

/// Something of each open connection: made when its connection is on the screen first, gone with it.
final class ByConnection<Part> {
    private let model: Model
    private let make: (Workspace) -> Part
    private var parts: [ObjectIdentifier: (workspace: Workspace, part: Part)] = [:]

    init(_ model: Model, make: @escaping (Workspace) -> Part) {
        self.model = model
        self.make = make
    }

    /// That of the connection on the screen.
    var shown: Part {
        // Those of closed connections hold on to what was received.
        if parts.count > model.connections.count {
            parts = parts.filter { part in model.connections.contains { $0 === part.value.workspace } }
        }
        let key = ObjectIdentifier(model.shown)
        if let known = parts[key] { return known.part }
        let new = make(model.shown)
        parts[key] = (model.shown, new)
        return new
    }
}
