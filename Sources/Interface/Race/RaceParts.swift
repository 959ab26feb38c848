import Model

/// What races are about: the topics of the connection on the screen, and the requests.
struct RaceParts {
    let model: Model
    let desk: Desk
    let composer: RequestComposer

    var stage: Stage { desk.stage }

    /// Nanoseconds of the clock of the wire, at this key or frame.
    var uptime: Int64 { stage.now * 1000 + model.clockOffset }
}
