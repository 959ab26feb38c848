import Testing
import Topics

@Suite("Histories of figures")
struct LoadHistoryTests {
    @Test("In order from any place, while it fills and when its oldest make room", arguments: [1, 3, 5, 7, 12])
    func handedOn(values: Int) {
        var history = LoadHistory(capacity: 5)
        for value in 0..<values { history.note(Double(value), at: Int64(value) * 1_000) }
        for place in 0...history.count {
            var seen: [LoadPoint] = []
            history.forEach(from: place) { seen.append($0) }
            #expect(seen == Array(history[place...]))
        }
    }
}
