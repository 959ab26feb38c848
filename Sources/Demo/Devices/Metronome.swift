/// Says when something that happens again and again is due.
struct Metronome {
    /// Time between two beats.
    let period: Duration
    private var next: DemoTime?

    /// Beats at once, then every `period`.
    init(every period: Duration) { self.period = period }

    /// True once per period. After a long sleep it beats once, not once for each missed beat.
    mutating func isDue(at now: DemoTime) -> Bool {
        guard let due = next else {
            next = now + period
            return true
        }
        if now < due { return false }
        let following = due + period
        // Behind by more than a period: the beat begins anew.
        next = following > now ? following : now + period
        return true
    }
}
