import Kit
import Testing

@testable import Interface

@Suite("Numbers as people read them")
struct FiguresTests {
    @Test("counts", arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (1_204_005, "1,204,005"), (-1204, "-1,204")])
    func counts(number: Int, text: String) {
        #expect(Figures.count(number) == text)
    }

    @Test(
        "sizes",
        arguments: [
            (0.0, "0 B"), (61, "61 B"), (999, "999 B"), (12_400, "12.4 kB"), (999_960, "1.0 MB"),
            (268_435_456, "268 MB"), (5e12, "5,000 GB"),
        ])
    func sizes(bytes: Double, text: String) {
        #expect(Figures.bytes(bytes) == text)
    }

    @Test("the budget", arguments: [(3_250_586, 256 << 20, "3.1/256 MB"), (512, 1024, "0.5/1 kB")])
    func budget(kept: Int, whole: Int, text: String) {
        #expect(Figures.budget(kept, of: whole) == text)
    }

    @Test(
        "ages",
        arguments: [
            (-5, "0s"), (14, "14s"), (60, "1m"), (3599, "59m"), (7200, "2h"), (400_000, "4d"), (1 << 40, "old"),
        ] as [(Int64, String)])
    func ages(seconds: Int64, text: String) {
        #expect(Figures.age(seconds: seconds) == text)
    }

    @Test("rates that would show as nothing are nothing; numbers out of range do not trap")
    func rates() {
        #expect(Figures.rate(0.04) == "")
        #expect(Figures.rate(4.06) == "4.1/s")
        #expect(Figures.rate(10_173.4) == "10,173/s")
        #expect(Figures.decimal(.infinity) == "many")
        #expect(Figures.decimal(.nan) == "many")
        #expect(Figures.bytes(.infinity) == "many GB")
    }
}
