/// Takes Brotli (RFC 7932) off a body as it comes.
final class BrotliDecoder: BodyDecoder {
    /// What `BrotliDecoderDecompressStream` answers (brotli/decode.h).
    private enum Result: Int32 {
        case error = 0
        case success = 1
        case needsMoreInput = 2
        case needsMoreOutput = 3
    }

    private let library: BrotliLibrary
    /// Nil when there is no memory for it.
    private let state: OpaquePointer?
    private let output = UnsafeMutablePointer<UInt8>.allocate(capacity: BrotliDecoder.size)
    private var hasBegun = false
    private var isFinished = false

    private static let size = 64 * 1024

    init(_ library: BrotliLibrary) {
        self.library = library
        state = library.create(nil, nil, nil)
    }

    deinit {
        if let state { library.destroy(state) }
        output.deallocate()
    }

    private(set) var surplus = 0
    var isComplete: Bool { isFinished || !hasBegun }

    func decode(
        _ bytes: UnsafeRawBufferPointer, _ take: (UnsafeRawBufferPointer) throws(RequestFailure) -> Void
    ) throws(DecodingProblem) {
        guard !bytes.isEmpty else { return }
        // What follows the end is passed over, as with gzip.
        if isFinished { return surplus += bytes.count }
        guard let state else { throw .broken }
        hasBegun = true
        var input = bytes.bindMemory(to: UInt8.self).baseAddress
        var left = bytes.count
        while true {
            var next: UnsafeMutablePointer<UInt8>? = output
            var room = Self.size
            let result = library.decompress(state, &left, &input, &room, &next, nil)
            let made = Self.size - room
            if made > 0 {
                do throws(RequestFailure) {
                    try take(UnsafeRawBufferPointer(start: output, count: made))
                } catch {
                    throw .stopped(error)
                }
            }
            switch Result(rawValue: result) {
            case .needsMoreOutput: continue
            // All that came is taken then.
            case .needsMoreInput: return
            case .success:
                surplus += left
                return isFinished = true
            case .error, nil: throw .broken
            }
        }
    }
}
