import Kit

/// Asks where something is to be written, and again before something is replaced.
enum PathQuestion {
    /// - Parameters:
    ///   - title: what is written.
    ///   - verb: what Enter does.
    ///   - path: what is offered.
    static func ask(
        _ title: String, verb: String = "write", offering path: String, _ stage: Stage,
        _ effect: @escaping (String) -> Effect
    ) {
        stage.overlays.append(
            FormOverlay(stage, title, verb: verb, [.line("Path", path)]) { [stage] values in
                let path = values[0]
                if path.isEmpty { return .problem("A path is missing") }
                let wanted = effect(path)
                guard stage.fileExists(path) else { return .effects([wanted]) }
                return .ask(ConfirmOverlay(stage, "Replace", "\(path) is there already. Replace it?") { [wanted] })
            })
    }
}
