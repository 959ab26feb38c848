/// Elements in blocks of 4,096 that never move: growing costs one block, never a copy of what is there. Behind the first
/// one as many blocks are made at once as fill a large page, where that is not more than eight.
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
        // The last ones are made together with others.
        directory = .allocate(capacity: maximumChunks + Self.chunksAtOnce)
    }

    private static var chunkBytes: Int { chunkSize * MemoryLayout<Element>.stride }

    /// Blocks behind the first one that are made at once.
    private static var chunksAtOnce: Int {
        let count = LargePage.size / chunkBytes
        return count <= 8 ? max(count, 1) : 1
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
        let count = chunk == 0 ? 1 : Self.chunksAtOnce
        // By cache lines: a node fills one.
        let memory = LargePage.allocate(byteCount: count * Self.chunkBytes, alignment: 64)
            .bindMemory(to: Element.self, capacity: count * Self.chunkSize)
        for number in 0..<count { directory[chunk + number] = memory + number * Self.chunkSize }
        chunkCount = chunk + count
    }

    /// Gives the memory of every element back and keeps the storage usable.
    mutating func removeAll() {
        if chunkCount > 0 { UnsafeMutableRawPointer(directory[0]).deallocate() }
        for chunk in stride(from: 1, to: chunkCount, by: Self.chunksAtOnce) {
            UnsafeMutableRawPointer(directory[chunk]).deallocate()
        }
        chunkCount = 0
    }

    /// Gives all memory back.
    mutating func deallocate() {
        removeAll()
        directory.deallocate()
    }
}
