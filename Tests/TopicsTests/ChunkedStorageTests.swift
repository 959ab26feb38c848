import Testing

@testable import Topics

/// Elements that stay where they are.
@Suite("Storage in blocks") struct ChunkedStorageTests {
    /// A node's size: eight blocks fill a large page.
    private struct Line: BitwiseCopyable {
        var number: UInt64
        var rest: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0, 0, 0)
    }

    @Test("Elements stay apart and where they are, across blocks and large pages, also when emptied and filled anew")
    func large() {
        let count = 100_001
        var lines = ChunkedStorage<Line>(capacity: count)
        defer { lines.deallocate() }
        for _ in 0..<2 {
            var first: UnsafeMutablePointer<Line>?
            for index in 0..<count {
                lines.makeRoom(for: index)
                lines[index].initialize(to: Line(number: UInt64(index)))
                if first == nil { first = lines[index] }
            }
            #expect(lines[0] == first)
            #expect((0..<count).allSatisfy { lines[$0].pointee.number == UInt64($0) })
            lines.removeAll()
        }
    }

    @Test("Small elements take one block at a time")
    func small() {
        var bytes = ChunkedStorage<UInt8>(capacity: 10_000)
        defer { bytes.deallocate() }
        for index in 0..<10_000 {
            bytes.makeRoom(for: index)
            bytes[index].initialize(to: UInt8(truncatingIfNeeded: index))
        }
        #expect((0..<10_000).allSatisfy { bytes[$0].pointee == UInt8(truncatingIfNeeded: $0) })
        #expect(bytes.chunkCount == 3)
    }
}
