import Text

/// Takes one content coding off a body as it comes (RFC 9110 8.4).
protocol BodyDecoder: AnyObject {
    /// Whether the end was reached, or nothing was there.
    var isComplete: Bool { get }

    /// Bytes that came after the end and mean nothing.
    var surplus: Int { get }

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
    case zstd

    /// What is asked for: what can be taken off here.
    static let accepted = accepted(brotli: BrotliLibrary.shared, zstd: ZstdLibrary.shared)

    static func accepted(brotli: BrotliLibrary?, zstd: ZstdLibrary?) -> String {
        "gzip, deflate" + (brotli == nil ? "" : ", br") + (zstd == nil ? "" : ", zstd")
    }

    /// The codings that `Content-Encoding` names, in small letters, without those that are none.
    static func named(in fields: [Field]) -> [String] {
        // `none` is no coding of the registry; curl takes it for identity, too.
        fields.list(of: "content-encoding").filter { $0 != "identity" && $0 != "none" }
    }

    /// The most codings of one body, as in curl.
    private static let limit = 5

    /// Decoders for codings, the last applied first.
    /// - Throws: what this system lacks for one of them, in words.
    static func decoders(
        _ names: [String], brotli: BrotliLibrary?, zstd: ZstdLibrary?
    ) throws(MissingDecoder) -> [any BodyDecoder] {
        guard names.count <= limit else {
            throw MissingDecoder(words: "more than \(limit) codings, one on the other")
        }
        var made: [any BodyDecoder] = []
        for name in names.reversed() {
            guard let coding = ContentCoding(rawValue: name) else {
                throw MissingDecoder(words: "the coding '\(name.clipped)' is not known here")
            }
            made.append(try coding.decoder(brotli: brotli, zstd: zstd))
        }
        return made
    }

    /// A decoder for one body.
    /// - Throws: what this system lacks for it, in words.
    func decoder(brotli: BrotliLibrary?, zstd: ZstdLibrary?) throws(MissingDecoder) -> any BodyDecoder {
        switch self {
        case .gzip, .xGzip: return Inflater(isGzip: true)
        case .deflate: return Inflater(isGzip: false)
        case .brotli:
            guard let brotli else { throw MissingDecoder(words: "\(rawValue): no libbrotlidec here") }
            return BrotliDecoder(brotli)
        case .zstd:
            guard let zstd else { throw MissingDecoder(words: "\(rawValue): no libzstd here") }
            return ZstdDecoder(zstd)
        }
    }
}

/// A coding that cannot be taken off here.
struct MissingDecoder: Error {
    /// The coding, and what is missing.
    let words: String
}
