/// What frames have cost in bytes: for whoever looks how much that is.
struct FrameCosts {
    private(set) var frames = 0
    private(set) var bytes = 0
    /// Bytes of the last frame.
    private(set) var lastBytes = 0
    /// Bytes of the second that is over.
    private(set) var rate = 0
    /// Bytes of the second that goes on since `second`.
    private var inSecond = 0
    private var second: Int64 = .min / 2

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
    }
}
