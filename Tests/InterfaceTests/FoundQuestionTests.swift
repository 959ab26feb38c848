import Terminal
import Testing

@testable import Interface

@Suite("Questions that are found in slices")
struct FoundQuestionTests {
    @Test("a yes before the question is whole is none, and says so; afterwards it is one")
    func tooEarly() throws {
        let visit = Visit(width: 80, height: 24)
        let stage = visit.window.stage
        var (slices, yes) = (0, 0)
        let overlay = ConfirmOverlay(
            stage, "Clear",
            finding: { _ in
                slices += 1
                return slices == 3 ? "Clear them all?" : nil
            }
        ) {
            yes += 1
            return []
        }
        #expect(overlay.hasWork)
        #expect(overlay.perform(.yes).isDone == false && yes == 0)
        for _ in 0..<3 {
            #expect(overlay.hasWork)
            #expect(overlay.advance(until: .now))
        }
        #expect(!overlay.hasWork && slices == 3)
        #expect(overlay.perform(.yes).isDone && yes == 1)
    }

    @Test("any other key says no while it is looked")
    func no() throws {
        let visit = Visit(width: 80, height: 24)
        let overlay = ConfirmOverlay(visit.window.stage, "Clear", finding: { _ in nil }) { [] }
        #expect(overlay.type(KeyPress(.character("x"))).isDone)
    }
}
