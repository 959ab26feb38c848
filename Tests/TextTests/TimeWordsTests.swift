import Testing
import Text

@Suite("Lengths of time in words") struct TimeWordsTests {
    @Test(
        "one rule for the three shapes: a sentence, a sentence of two units, a column",
        arguments: [
            (0, "0 s", "0 s", "0 µs"), (499, "0 s", "0 s", "0 µs"), (850_000, "850 µs", "850 µs", "850 µs"),
            (999_499, "999 µs", "999 µs", "999 µs"), (999_500, "1 ms", "1 ms", "1.0 ms"),
            (1_900_000, "1.9 ms", "1.9 ms", "1.9 ms"), (24_000_000, "24 ms", "24 ms", "24.0 ms"),
            (99_949_000, "99.9 ms", "99.9 ms", "99.9 ms"), (99_950_000, "100 ms", "100 ms", "100 ms"),
            (999_499_000, "999 ms", "999 ms", "999 ms"), (999_500_000, "1 s", "1 s", "1.00 s"),
            (1_250_000_000, "1.25 s", "1.25 s", "1.25 s"), (2_500_000_000, "2.5 s", "2.5 s", "2.50 s"),
            (1_050_000_000, "1.05 s", "1.05 s", "1.05 s"), (9_994_000_000, "9.99 s", "9.99 s", "9.99 s"),
            (9_995_000_000, "10 s", "10 s", "10.0 s"), (90_000_000_000, "90 s", "90 s", "90.0 s"),
            (99_950_000_000, "100 s", "100 s", "100 s"), (119_999_000_000, "119 s", "119 s", "119 s"),
            (120_000_000_000, "2 min", "2 min", "2m 0s"), (239_900_000_000, "3 min", "3 min 59 s", "3m 59s"),
            (3_600_000_000_000, "60 min", "1 h", "1h 0m"), (7_199_000_000_000, "119 min", "1 h 59 min", "1h 59m"),
            (9_000_000_000_000, "2 h", "2 h 30 min", "2h 30m"), (93_784_000_000_000, "26 h", "1 day 2 h", "1d 2h"),
            (273_600_000_000_000, "3 days", "3 days 4 h", "3d 4h"),
            (172_800_000_000_000_000, "2,000 days", "2,000 days", "2,000d 0h"),
            (-500_000, "-500 µs", "-500 µs", "-500 µs"), (-499, "0 s", "0 s", "0 µs"),
            (-7_500_000_000, "-7.5 s", "-7.5 s", "-7.50 s"),
        ] as [(Int64, String, String, String)])
    func shapes(nanoseconds: Int64, words: String, long: String, column: String) {
        #expect(TimeWords.words(nanoseconds) == words)
        #expect(TimeWords.long(nanoseconds) == long)
        #expect(TimeWords.column(nanoseconds) == column)
    }

    @Test("the least and the largest have words")
    func bounds() {
        #expect(TimeWords.words(.min) == "-106,751 days" && TimeWords.long(.max) == "106,751 days 23 h")
        #expect(TimeWords.column(.max) == "106,751d 23h")
    }
}

@Suite("Numbers in words") struct NumberWordsTests {
    @Test(
        "counts in groups",
        arguments: [(0, "0"), (-999, "-999"), (1000, "1,000"), (-1204, "-1,204"), (1_002_003, "1,002,003")])
    func groups(number: Int, text: String) { #expect(grouped(number) == text) }

    @Test("the least count has digits") func least() { #expect(grouped(.min) == "-9,223,372,036,854,775,808") }

    @Test(
        "decimals",
        arguments: [
            (0.04, "0.0"), (12.35, "12.4"), (99.94, "99.9"), (99.96, "100"), (-3.2, "-3.2"), (1204.4, "1,204"),
            (1e15, "many"), (.nan, "many"),
        ])
    func decimals(value: Double, text: String) { #expect(NumberWords.decimal(value) == text) }

    @Test(
        "fixed decimals",
        arguments: [
            (21.4, 2, "21.40"), (-0.5, 1, "-0.5"), (-0.04, 1, "0.0"), (0.005, 2, "0.01"), (1234.5, 0, "1235"),
            (.infinity, 1, "0"), (1e30, 0, "9000000000000000000"), (-1e30, 3, "-9000000000000000.000"),
            (1e12, 6, "1000000000000.000000"),
        ] as [(Double, Int, String)])
    func fixed(value: Double, decimals: Int, text: String) {
        #expect(value.fixed(decimals) == text)
        #expect(1204.25.fixed(1, isGrouped: true) == "1,204.3")
    }

    @Test(
        "sizes", arguments: [(61, "61 B"), (999.5, "1.0 kB"), (54_000, "54.0 kB"), (123_456, "123 kB"), (-61, "-61 B")])
    func sizes(bytes: Double, text: String) { #expect(NumberWords.bytes(bytes) == text) }
}
