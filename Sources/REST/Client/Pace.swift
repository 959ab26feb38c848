/// Holds a stream back so that on average no more bytes a second go by than allowed.
struct Pace: Sendable {
    private let bytesPerSecond: Int
    private let start = Timings.now()
    private var count = 0

    /// Nil for no limit.
    init?(_ bytesPerSecond: Int?) {
        guard let bytesPerSecond, bytesPerSecond > 0 else { return nil }
        self.bytesPerSecond = bytesPerSecond
    }

    /// Waits after some bytes until their time is over.
    mutating func wait(after bytes: Int) async throws {
        count += bytes
        let wanted = Double(count) / Double(bytesPerSecond)
        let ahead = wanted - Double(Timings.now() - start) / 1e9
        if ahead > 0.001 { try await Task.sleep(for: .seconds(min(ahead, 86_400))) }
    }

    /// How many bytes are taken at once: few enough to keep them flowing.
    static func piece(_ bytesPerSecond: Int?, of size: Int) -> Int {
        bytesPerSecond.map { min(size, max(512, $0 / 4)) } ?? size
    }
}
