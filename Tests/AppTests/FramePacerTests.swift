import Testing

@testable import App

/// Frames that no key asked for come as seldom as their bytes and the line ask for.
@Suite("How often frames are drawn") struct FramePacerTests {
    /// Draws whenever it is due, for ten seconds; answers the frames and the bytes of the last nine.
    private func draw(_ bytes: Int, answering delay: Int64? = nil, asks: Bool = false) -> (frames: Int, bytes: Int) {
        var pacer = FramePacer(asks: asks)
        var shown: Int64?
        var (frames, total) = (0, 0)
        for now in stride(from: Int64(0), to: 10_000_000, by: 1000) {
            if let at = shown, now >= at {
                pacer.shown()
                shown = nil
            }
            guard now >= pacer.due else { continue }
            pacer.drew(bytes, at: now)
            if asks, let delay { shown = now + delay }
            if now >= 1_000_000 { (frames, total) = (frames + 1, total + bytes) }
        }
        return (frames, total)
    }

    @Test("small frames come thirty times a second, larger ones so that a second has less than 20 kB")
    func bytes() {
        #expect((260...272).contains(draw(100).frames))
        #expect(draw(1100).bytes < 9 * 20_000 && draw(1100).bytes > 9 * 15_000)
        // What is on the screen stays live, whatever it costs.
        #expect(draw(60_000).frames >= 9 * 4 - 1)
    }

    @Test("on a slow line the next frame waits until the last is shown, but not for an answer that never comes")
    func slow() {
        #expect((17...18).contains(draw(100, answering: 500_000, asks: true).frames))
        #expect(draw(100, answering: 1000, asks: true).frames > 250)
        #expect((4...5).contains(draw(100, asks: true).frames))
        #expect(draw(0, asks: true).frames > 250)
    }

    @Test("what was written is counted by frame and by second")
    func counts() {
        var pacer = FramePacer(asks: false)
        for frame in 0..<30 { pacer.drew(100, at: Int64(frame) * 100_000) }
        #expect(pacer.frames == 30 && pacer.bytes == 3000 && pacer.lastBytes == 100 && pacer.rate == 1000)
    }
}
