/// Takes Zstandard (RFC 8878) off a body as it comes.
final class ZstdDecoder: BodyDecoder {
    private let library: ZstdLibrary
    /// Nil when there is no memory for it.
    private let state: OpaquePointer?
    private let output = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)
    private var hasBegun = false
    /// Whether a frame has come to its end and no other has begun.
    private var isFinished = false
    private(set) var surplus = 0

    init(_ library: ZstdLibrary) {
        self.library = library
        state = library.create()
    }

    deinit {
        if let state { _ = library.free(state) }
        output.deallocate()
    }

    var isComplete: Bool { isFinished || !hasBegun }

    func decode(
        _ bytes: UnsafeRawBufferPointer, _ take: (UnsafeRawBufferPointer) throws(RequestFailure) -> Void
    ) throws(DecodingProblem) {
        guard !bytes.isEmpty else { return }
        if surplus > 0 { return surplus += bytes.count }
        guard let state else { throw .broken }
        hasBegun = true
        var input = ZstdLibrary.Buffer(
            start: UnsafeMutableRawPointer(mutating: bytes.baseAddress), size: bytes.count, place: 0)
        while true {
            // Frames may follow each other (RFC 8878 3.1); anything else after the end is passed over.
            let isBetween = isFinished
            var room = ZstdLibrary.Buffer(start: output.baseAddress, size: output.count, place: 0)
            let place = input.place
            let code = library.decompress(state, &room, &input)
            if library.isError(code) != 0 {
                guard isBetween else { throw .broken }
                return surplus += bytes.count - place
            }
            if room.place > 0 {
                do throws(RequestFailure) {
                    try take(UnsafeRawBufferPointer(rebasing: output[..<room.place]))
                } catch {
                    throw .stopped(error)
                }
            }
            isFinished = code == 0
            // Asked once more it would begin to wait for another frame.
            if isFinished, input.place == input.size { return }
            if input.place == input.size, room.place < room.size { return }
        }
    }
}
