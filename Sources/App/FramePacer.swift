/// When a frame that no key asked for may be drawn: so seldom that the terminal's line is not filled by them.
///
/// Frames of many bytes make the next ones later, so that no more than so many a second are written while messages pour
/// in; a screenful now and then is not held against anybody. On a slow line the next one also waits until the terminal
/// says that it has shown the last; one that never says so is paced by bytes alone.
struct FramePacer {
    /// Shortest time between two such frames, in microseconds.
    private static let interval: Int64 = 33_400
    /// Longest time for the sake of bytes: what is on the screen stays live.
    private static let longest: Int64 = 250_000
    /// Longest time for which a terminal's answer is waited for: some know no such question.
    private static let patience: Int64 = 2_000_000
    /// So many questions without an answer are the last.
    private static let mostUnanswered = 3
    /// The most bytes a second, and how many may come at once.
    private static let most = 18_000
    private static let burst = 12_000

    /// Whether the terminal is asked whether it has shown a frame.
    private(set) var asks: Bool
    private var next: Int64 = .min / 2
    /// What was written lately: it grows with every frame and shrinks by ``most`` a second.
    private var level = 0
    private var leveledAt: Int64 = 0
    /// Until when an answer is waited for; nil for not.
    private var limit: Int64?

    /// Questions in a row whose answer was waited for in vain.
    private var unanswered = 0

    init(asks: Bool) { self.asks = asks }

    /// When the next frame may be drawn.
    var due: Int64 { max(next, limit ?? next) }

    /// A frame was drawn.
    mutating func drew(_ bytes: Int, at now: Int64) {
        let drained = Int(clamping: max(0, now - leveledAt)).multipliedReportingOverflow(by: Self.most)
        level = bytes + max(0, level - (drained.overflow ? level : drained.partialValue / 1_000_000))
        // More than delays the next frame for as long as it may is forgotten.
        level = min(level, Self.burst + Self.most * Int(Self.longest) / 1_000_000)
        leveledAt = now
        let wait = Int64(max(0, level - Self.burst)) * 1_000_000 / Int64(Self.most)
        next = now + max(Self.interval, wait)
        guard asks, bytes > 0 else { return }
        if let limit, limit <= now { unanswered += 1 }
        // A terminal that does not know the question would put two seconds behind every frame.
        asks = unanswered < Self.mostUnanswered
        limit = asks ? now + Self.patience : nil
    }

    /// The terminal has shown what was drawn.
    mutating func shown() {
        // A line that is slower than the patience has an answer after all.
        if unanswered == Self.mostUnanswered { asks = true }
        (limit, unanswered) = (nil, 0)
    }
}
