import Model
import Text

/// What the list of what is repeated needs of requests.
struct RepeatParts {
    let model: Model

    var requests: Requests { model.requests }

    /// Nanoseconds of the clock that only goes forward, at a moment.
    func uptime(_ now: Moment) -> Int64 { now * 1000 + model.clockOffset }
}
