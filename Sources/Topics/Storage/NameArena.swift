/// The bytes of names, packed one after the other in blocks that never move.
struct NameArena {
    /// The size of the first block; those behind it fill a large page.
    private static let firstBlockSize = 1 << 18

    private var blocks: [UnsafeMutableRawPointer] = []
    private var next: UnsafeMutableRawPointer?
    private var room = 0
    /// Bytes of names stored.
    private(set) var byteCount = 0

    /// Copies a name of at most 65,535 bytes.
    mutating func store(_ name: UnsafeRawBufferPointer) -> UnsafePointer<UInt8> {
        if next == nil || room < name.count {
            // What is left of the block before stays empty: a topic's length at most.
            let size = blocks.isEmpty ? Self.firstBlockSize : LargePage.size
            let block = LargePage.allocate(byteCount: size, alignment: 16)
            blocks.append(block)
            next = block
            room = size
        }
        guard let place = next else { preconditionFailure("a block was just made") }
        if let source = name.baseAddress { place.copyMemory(from: source, byteCount: name.count) }
        next = place + name.count
        room -= name.count
        byteCount += name.count
        return UnsafePointer(place.assumingMemoryBound(to: UInt8.self))
    }

    /// Gives all memory back; the arena is empty and usable.
    mutating func removeAll() {
        for block in blocks { block.deallocate() }
        self = NameArena()
    }
}
