import Model
import Testing

@testable import App

@Suite struct ArrivalSizeTests {
    @Test("what comes through the door is moved in few bytes: each read of a socket makes two arrivals")
    func size() {
        // 1,890 when a case with two profiles lay in it.
        #expect(MemoryLayout<Incoming>.size <= 128)
        #expect(MemoryLayout<Arrival>.size <= 128)
    }
}
