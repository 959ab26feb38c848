import Kit
import Testing
import Topics

@testable import Interface

@Suite("Charts") struct ChartTests {
    @Test("Scales have plain marks and hold their values") func scales() {
        let scale = ChartScale(low: 0, high: 15.1, marks: 4)
        #expect(scale.marks == [0, 5, 10, 15, 20])
        #expect(ChartScale(low: 21.4, high: 21.4, marks: 4).place(of: 21.4) > 0)
        #expect(ChartScale(low: 990, high: 1_010, marks: 4).low >= 980)
        #expect(ChartScale(low: 3, high: 100, marks: 4).low == 0)
        for (low, high) in [(-5.0, 5.0), (0, 0), (-1e300, 1e300), (1e-9, 2e-9), (-7, -7)] {
            let scale = ChartScale(low: low, high: high, marks: 5)
            #expect(scale.low <= low && scale.high >= high && scale.low < scale.high, "\(low) \(high)")
            #expect(scale.marks.count < 102)
        }
    }

    @Test("Numbers keep their digits that count") func numbers() {
        let wanted: [(Double, String)] = [
            (0, "0"), (12.34, "12.3"), (1_204, "1,204"), (0.051, "0.051"), (-3.25, "-3.25"), (99.96, "100"),
            (1.5e20, "many"), (.nan, "none"), (7, "7"), (0.25, "0.25"),
        ]
        for (value, text) in wanted { #expect(LoadWords.number(value) == text) }
        #expect(LoadWords.value(1, .count("client")) == "1 client")
        #expect(LoadWords.value(93_784, .seconds) == "1d 2h")
        #expect(LoadWords.value(1_536, .bytesPerSecond) == "1.5 kB/s")
        #expect(LoadWords.mark(0.5, .named(""), step: 0.25) == "0.50")
    }
}
