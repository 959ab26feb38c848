import Model
import Testing

@testable import Interface

@Suite("The failures of a sweep")
struct SweepFailuresTests {
    @Test("each is whole on a narrow screen, and all of them are reached")
    func all() throws {
        let visit = Visit(width: 80, height: 24)
        for number in 1...60 { visit.receive("site/\(number)", "1", retain: true) }
        try visit.type("Gr").see("60 messages").type("C").see("Clear the 60 retained messages listed").type("y")
        let reason = "the broker refused it for a reason that takes more than a row of a terminal to tell, namely "
        while let item = visit.workspace.publishing.sweep?.takeNext() {
            visit.workspace.publishing.sweepEnded(item.topic, failure: "\(reason)\(item.topic.utf8.count)")
        }
        try visit.type("e").see("site/1: the broker").see("namely 6").miss("site/60:")
        try visit.type("G").see("site/60:").see("namely 7").miss("site/1:")
        // What is about the list does nothing while it is not seen.
        try visit.type("x<Enter><Del>C").see("site/60:")
        try visit.type("<Esc>").see("60 messages").miss("site/60:")
    }
}
