internal import CMemory

/// Memory in the pages of 2 MB that processors have beside those of 4 KB.
///
/// What every message touches at another place, as topics do, misses the processor's list of pages at each touch when there
/// are thousands of them; of large ones a few dozen do.
enum LargePage {
    static let size = 2 << 20

    /// Uninitialised memory of a size; in large pages where it fills one and the system has them.
    static func allocate(byteCount: Int, alignment: Int) -> UnsafeMutableRawPointer {
        guard byteCount >= size else {
            return UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: alignment)
        }
        let memory = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: size)
        cm_want_large_pages(memory, UInt(byteCount))
        return memory
    }
}
