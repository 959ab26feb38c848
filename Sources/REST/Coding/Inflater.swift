import CZlib

/// Takes gzip (RFC 1952) or deflate (RFC 1950, and the bare RFC 1951 that some servers send under that name) off a body as
/// it comes.
final class Inflater: BodyDecoder {
    private var stream = z_stream()
    private var isReady = false
    /// Whether the coded stream came to its end.
    private(set) var isFinished = false
    /// Whether anything came.
    private var hasBegun = false
    private let isGzip: Bool
    /// Bytes held back until there are two, by which the forms of deflate are told apart.
    private var first: [UInt8] = []
    private let output = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)

    init(isGzip: Bool) { self.isGzip = isGzip }

    deinit {
        if isReady { inflateEnd(&stream) }
        output.deallocate()
    }

    private(set) var surplus = 0
    var isComplete: Bool { isFinished || !hasBegun }

    func decode(
        _ bytes: UnsafeRawBufferPointer, _ take: (UnsafeRawBufferPointer) throws(RequestFailure) -> Void
    ) throws(DecodingProblem) {
        guard !bytes.isEmpty else { return }
        hasBegun = true
        if isReady { return try run(bytes, take) }
        first += bytes
        guard first.count >= 2 else { return }
        // Method 8, and both bytes together a multiple of 31 (RFC 1950 2.2): bare deflate has this by chance alone.
        let isWrapped = first[0] & 0x0F == 8 && (UInt(first[0]) << 8 | UInt(first[1])) % 31 == 0
        // 31: gzip and nothing else; 15: the wrapper of RFC 1950; -15: none (zlib.h, inflateInit2).
        guard czlib_inflate_init(&stream, isGzip ? 31 : isWrapped ? 15 : -15) == Z_OK else { throw .broken }
        isReady = true
        let held = first
        first = []
        var problem: DecodingProblem?
        held.withUnsafeBytes { bytes in
            do throws(DecodingProblem) { try run(bytes, take) } catch { problem = error }
        }
        if let problem { throw problem }
    }

    private func run(
        _ bytes: UnsafeRawBufferPointer, _ take: (UnsafeRawBufferPointer) throws(RequestFailure) -> Void
    ) throws(DecodingProblem) {
        stream.next_in = UnsafeMutableRawPointer(mutating: bytes.baseAddress)?.assumingMemoryBound(to: Bytef.self)
        stream.avail_in = uInt(bytes.count)
        while true {
            if isFinished {
                // Another member may follow (RFC 1952 2.2); anything else after the end is passed over, as zeros are.
                guard isGzip, stream.avail_in > 0, surplus == 0, stream.next_in.pointee == 0x1F,
                    inflateReset(&stream) == Z_OK
                else {
                    surplus += Int(stream.avail_in)
                    return
                }
                isFinished = false
            }
            stream.next_out = output.baseAddress?.assumingMemoryBound(to: Bytef.self)
            stream.avail_out = uInt(output.count)
            let code = inflate(&stream, Z_NO_FLUSH)
            let made = output.count - Int(stream.avail_out)
            if made > 0 {
                do throws(RequestFailure) { try take(UnsafeRawBufferPointer(rebasing: output[..<made])) } catch {
                    throw .stopped(error)
                }
            }
            // After what came before the fault.
            guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else { throw .broken }
            // Room was left in the output: there is no input any more.
            if code == Z_STREAM_END { isFinished = true } else if made == 0 || stream.avail_out > 0 { return }
        }
    }
}
