/// When a frame that no key asked for may be drawn: so seldom that the terminal's line is not filled by them.
///
/// Frames of many bytes make the next ones later, so that no more than so many a second are written while messages pour
/// in; a screenful now and then is not held against anybody. On a slow line the next one also waits until the terminal
/// says that it has shown the last.
struct FramePacer {
    /// Shortest time between two such frames, in microseconds.
    private static let interval: Int64 = 33_400
    /// Longest time for the sake of bytes: what is on the screen stays live.
    private static let longest: Int64 = 250_000
    /// Longest time for which a terminal's answer is waited for: some know no such question.
    private static let patience: Int64 = 2_000_000
    /// The most bytes a second, and how many may come at once.
    private static let most = 18_000
    private static let burst = 12_000

    /// Whether the terminal is asked whether it has shown a frame.
    let asks: Bool
    private var next: Int64 = .min / 2
    /// What was written lately: it grows with every frame and shrinks by ``most`` a second.
    private var level = 0
    private var leveledAt: Int64 = 0
    /// Until when an answer is waited for; nil for not.
    private var limit: Int64?

    /// What was written: for whoever looks how much that is.
    private(set) var frames = 0
    private(set) var bytes = 0
    private(set) var lastBytes = 0
    /// Bytes of the second that is over, and of the one that goes on since `second`.
    private(set) var rate = 0
    private var inSecond = 0
    private var second: Int64 = .min / 2

    init(asks: Bool) { self.asks = asks }

    /// When the next frame may be drawn.
    var due: Int64 { max(next, limit ?? next) }

    /// A frame was drawn.
    mutating func drew(_ bytes: Int, at now: Int64) {
        frames += 1
        self.bytes += bytes
        lastBytes = bytes
        if now - second >= 1_000_000 {
            rate = now - second < 2_000_000 ? inSecond : 0
            (inSecond, second) = (0, now)
        }
        inSecond += bytes
        let drained = Int(clamping: max(0, now - leveledAt)).multipliedReportingOverflow(by: Self.most)
        level = bytes + max(0, level - (drained.overflow ? level : drained.partialValue / 1_000_000))
        // More than delays the next frame for as long as it may is forgotten.
        level = min(level, Self.burst + Self.most * Int(Self.longest) / 1_000_000)
        leveledAt = now
        let wait = Int64(max(0, level - Self.burst)) * 1_000_000 / Int64(Self.most)
        next = now + max(Self.interval, wait)
        if asks, bytes > 0 { limit = now + Self.patience }
    }

    /// The terminal has shown what was drawn.
    mutating func shown() { limit = nil }
}
