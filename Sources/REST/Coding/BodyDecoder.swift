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

/// The content codings that are taken off, where this system can.
enum ContentCoding: String, CaseIterable {
    case gzip
    case xGzip = "x-gzip"
    case deflate
    case brotli = "br"

    /// What is asked for: what can be taken off here.
    static let accepted = accepted(brotli: BrotliLibrary.shared)

    static func accepted(brotli: BrotliLibrary?) -> String { brotli == nil ? "gzip, deflate" : "gzip, deflate, br" }

    /// A decoder for one body.
    /// - Throws: what this system lacks for it, in words.
    func decoder(brotli: BrotliLibrary? = .shared) throws(MissingDecoder) -> any BodyDecoder {
        switch self {
        case .gzip, .xGzip: return Inflater(isGzip: true)
        case .deflate: return Inflater(isGzip: false)
        case .brotli:
            guard let brotli else { throw MissingDecoder(words: "\(rawValue): no libbrotlidec here") }
            return BrotliDecoder(brotli)
        }
    }
}

/// A coding that martlet knows and this system cannot take off.
struct MissingDecoder: Error {
    /// The coding, and what is missing.
    let words: String
}
