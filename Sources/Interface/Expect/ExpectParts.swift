import Model
import Profile

/// What expectations are about: the connection on the screen, and the requests.
struct ExpectParts {
    let model: Model
    let desk: Desk
    let composer: RequestComposer

    var stage: Stage { desk.stage }
}
