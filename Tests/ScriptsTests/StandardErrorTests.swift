import TestSupport
import Testing

@testable import Scripts

@Suite("Standard error", .timeLimit(.minutes(1))) struct StandardErrorTests {
    @Test("of a line a terminal that nobody reads takes what it has room for, and the rest is given up")
    func deaf() throws {
        let terminal = try DeafTerminal()
        let start = ContinuousClock.now
        // More than any terminal holds: poll(2) says all the same that there is room.
        StandardError.write([UInt8](repeating: 0x61, count: 1 << 20), toTerminal: terminal.descriptor, within: 200)
        #expect(ContinuousClock.now - start < .seconds(10))
        #expect(terminal.read().count > 0)
    }

    @Test("a terminal that is read gets all of it")
    func whole() async throws {
        let terminal = try DeafTerminal()
        let reader = Task.detached {
            var count = 0
            while count < 300_000, !Task.isCancelled { count += terminal.read().count }
            return count
        }
        StandardError.write([UInt8](repeating: 0x61, count: 300_000), toTerminal: terminal.descriptor, within: 20_000)
        #expect(await reader.value == 300_000)
    }
}
