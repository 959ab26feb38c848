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

    @Test("on a slow line the next frame waits until the last is shown, but a frame without bytes asks nothing")
    func slow() {
        #expect((17...18).contains(draw(100, answering: 500_000, asks: true).frames))
        #expect(draw(100, answering: 1000, asks: true).frames > 250)
        #expect(draw(0, asks: true).frames > 250)
    }

    @Test("a terminal that never answers is asked three times, and then has as many frames as any")
    func mute() {
        var pacer = FramePacer(asks: true)
        var drawn: [Int64] = []
        for now in stride(from: Int64(0), to: 10_000_000, by: 1000) where now >= pacer.due {
            pacer.drew(100, at: now)
            drawn.append(now)
        }
        #expect(!pacer.asks && drawn.filter { $0 < 6_000_000 }.count == 3 && drawn.count > 100)
        // An answer that comes so late is one of a very slow line.
        pacer.shown()
        #expect(pacer.asks)
    }

    @Test("what was written is counted by frame and by second")
    func counts() {
        var costs = FrameCosts()
        for frame in 0..<30 { costs.drew(100, at: Int64(frame) * 100_000) }
        #expect(costs.frames == 30 && costs.bytes == 3000 && costs.lastBytes == 100 && costs.rate == 1000)
    }
}
