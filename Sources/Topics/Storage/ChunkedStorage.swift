/// Elements in blocks of 4,096 that never move: growing costs one block, never a copy of what is there.
///
/// The owner deallocates it.
struct ChunkedStorage<Element: BitwiseCopyable> {
    static var shift: Int { 12 }
    static var chunkSize: Int { 1 << shift }

    private let directory: UnsafeMutablePointer<UnsafeMutablePointer<Element>>
    private let maximumChunks: Int
    private(set) var chunkCount = 0

    /// Room for `capacity` elements at most; memory is taken as they come.
    init(capacity: Int) {
        // One more: `capacity` need not be a multiple of a block.
        maximumChunks = (capacity >> Self.shift) + 1
        directory = .allocate(capacity: maximumChunks)
    }

    /// The element's place; `index` must have been made room for.
    @inline(__always)
    subscript(index: Int) -> UnsafeMutablePointer<Element> {
        directory[index >> Self.shift] + (index & (Self.chunkSize - 1))
    }

    /// Makes room for an element, uninitialised. `index` grows by one at a time.
    mutating func makeRoom(for index: Int) {
        let chunk = index >> Self.shift
        guard chunk >= chunkCount else { return }
        precondition(chunk < maximumChunks, "more elements than the storage was made for")
        // By cache lines: a node fills one.
        directory[chunk] = UnsafeMutableRawPointer.allocate(
            byteCount: Self.chunkSize * MemoryLayout<Element>.stride, alignment: 64
        ).bindMemory(to: Element.self, capacity: Self.chunkSize)
        chunkCount = chunk + 1
    }

    /// Gives the memory of every element back and keeps the storage usable.
    mutating func removeAll() {
        for chunk in 0..<chunkCount { UnsafeMutableRawPointer(directory[chunk]).deallocate() }
        chunkCount = 0
    }

    /// Gives all memory back.
    mutating func deallocate() {
        removeAll()
        directory.deallocate()
    }
}
