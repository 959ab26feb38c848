import CBrotli

/// Takes Brotli (RFC 7932) off a body as it comes.
final class BrotliDecoder: BodyDecoder {
    /// Nil when there is no memory for it.
    private let state = BrotliDecoderCreateInstance(nil, nil, nil)
    private let output = UnsafeMutablePointer<UInt8>.allocate(capacity: BrotliDecoder.size)
    private var hasBegun = false
    private var isFinished = false

    private static let size = 64 * 1024

    deinit {
        BrotliDecoderDestroyInstance(state)
        output.deallocate()
    }

    var isComplete: Bool { isFinished || !hasBegun }

    func decode(
        _ bytes: UnsafeRawBufferPointer, _ take: (UnsafeRawBufferPointer) throws(RequestFailure) -> Void
    ) throws(DecodingProblem) {
        // What follows the end is passed over, as with gzip.
        guard !bytes.isEmpty, !isFinished else { return }
        guard state != nil else { throw .broken }
        hasBegun = true
        var input = bytes.bindMemory(to: UInt8.self).baseAddress
        var left = bytes.count
        while true {
            var next: UnsafeMutablePointer<UInt8>? = output
            var room = Self.size
            let result = BrotliDecoderDecompressStream(state, &left, &input, &room, &next, nil)
            let made = Self.size - room
            if made > 0 {
                do throws(RequestFailure) {
                    try take(UnsafeRawBufferPointer(start: output, count: made))
                } catch {
                    throw .stopped(error)
                }
            }
            switch result {
            case BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT: continue
            case BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT: return
            case BROTLI_DECODER_RESULT_SUCCESS: return isFinished = true
            default: throw .broken
            }
        }
    }
}
