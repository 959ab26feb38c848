/// Takes one content coding off a body as it comes (RFC 9110 8.4).
protocol BodyDecoder: AnyObject {
    /// Whether the end was reached, or nothing was there.
    var isComplete: Bool { get }

    /// Decodes `bytes` and hands on what becomes of them, 64 KiB at most at once.
    func decode(
        _ bytes: UnsafeRawBufferPointer, _ take: (UnsafeRawBufferPointer) throws(RequestFailure) -> Void
    ) throws(DecodingProblem)
}

/// Why a decoder cannot go on.
enum DecodingProblem: Error {
    /// The bytes are not what they were said to be.
    case broken
    /// Who takes the decoded bytes wants no more.
    case stopped(RequestFailure)
}

/// The content codings that are taken off.
enum ContentCoding: String, CaseIterable {
    case gzip
    case xGzip = "x-gzip"
    case deflate
    case brotli = "br"

    /// What is asked for.
    static let accepted = "gzip, deflate, br"

    /// A decoder for one body.
    func decoder() -> any BodyDecoder {
        switch self {
        case .gzip, .xGzip: Inflater(isGzip: true)
        case .deflate: Inflater(isGzip: false)
        case .brotli: BrotliDecoder()
        }
    }
}
