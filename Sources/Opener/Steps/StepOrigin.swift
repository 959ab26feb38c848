import Text

/// When the time of a step began, in nanoseconds since its trigger began, and what happened then.
struct StepOrigin {
    var time: Int64 = 0
    /// `200`, `PUBACK`, `the write`; empty where nothing triggers the step.
    var event = ""

    /// A moment, as it is told: `12 ms after 200`.
    func words(_ moment: Int64) -> String {
        let delta = moment - time
        if event.isEmpty { return "after \(TimeWords.words(delta))" }
        return delta < 0
            ? "\(TimeWords.words(-delta)) before \(event)" : "\(TimeWords.words(delta)) after \(event)"
    }
}
