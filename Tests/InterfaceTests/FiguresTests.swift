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

@Suite("Facts in titles") struct TitleTests {
    @Test(
        "Grouped numbers in short",
        arguments: [
            ("52 topics, 1,204 msgs", "52 topics, 1.2k msgs"), ("12,345,678", "12M"),
            ("1,234,567 of 1,000", "1.2M of 1k"),
            ("3, following", "3, following"), ("10,000, paused", "10k, paused"), ("a, b", "a, b"), ("", ""),
            ("999, 1,000,000,000", "999, 1G"),
        ])
    func short(_ text: String, _ expected: String) {
        #expect(Figures.abbreviated(text) == expected)
    }

    @Test("A title that has no room shortens its numbers, then leaves out whole facts: no number is ever cut")
    func fits() throws {
        let visit = Visit(width: 80, height: 24)
        for number in 0..<1300 { visit.receive("t/\(number % 1204)", "1") }
        visit.see("Topics ── 1.2k topics, 1.3k msgs")
        let wide = Visit(width: 120, height: 36)
        for number in 0..<1300 { wide.receive("t/\(number % 1204)", "1") }
        wide.see("1,204 topics, 1,300 msgs")
    }
}
