import NIOCore

/// Takes the body of the answer that counts as it comes, decodes it and keeps it, or hands it on.
final class BodyCollector {
    private let limits: Request.Limits
    private let decodes: Bool
    private let delivery: RESTClient.Delivery
    private let raw: GrowingBody
    private let decoded: GrowingBody
    private var decoders: [any BodyDecoder] = []
    private var response: Response?
    private var rawCount = 0
    private var decodedCount = 0
    /// The codings that are taken off, in the order they were applied.
    private(set) var codings: [String] = []
    /// Why the body is shown as it came although it was said to be coded; nil when it was not or could be decoded.
    private(set) var problem: String?

    /// What `Content-Encoding` names.
    private var named: [String] = []
    /// Whether a coding is not known, or has no decoder here.
    private var isUnreadable = false
    /// Whether the coded body ended too early.
    private var isCut = false
    private var remarks: [String] = []
    /// Why what was taken is not in the end; known behind ``finish()``.
    private(set) var loss: RequestFailure?
    /// Who takes the body of an answer without an end; nil for one that has an end as far as is known.
    private var follower: (@Sendable (UnsafeRawBufferPointer) throws -> Void)?
    /// How much of that is kept still.
    private var room = 0
    /// Whether the answer has no end that could be waited for.
    var hasNoEnd: Bool { follower != nil }

    /// The system's decoders, or none.
    private let brotli: BrotliLibrary?
    private let zstd: ZstdLibrary?

    /// - Parameter decoded: where the decoded body is kept, for whoever looks at it while it arrives.
    init(
        _ options: Request.Options, _ delivery: RESTClient.Delivery, into decoded: GrowingBody? = nil,
        brotli: BrotliLibrary? = .shared, zstd: ZstdLibrary? = .shared
    ) {
        (self.brotli, self.zstd) = (brotli, zstd)
        limits = options.limits
        decodes = options.decodes
        self.delivery = delivery
        raw = GrowingBody(limits)
        self.decoded = decoded ?? GrowingBody(limits)
    }

    /// Begins with the answer that counts.
    func begin(_ response: Response, hasBody: Bool) throws(RequestFailure) {
        self.response = response
        if case .follow(let keeping, let choose) = delivery {
            // Also of an answer without a body, as 204 is: that ends a stream.
            let chosen = choose(response)
            (follower, room) = (hasBody ? chosen : nil, keeping)
        }
        named = ContentCoding.named(in: response.fields)
        if hasBody {
            do throws(MissingDecoder) {
                // The transfer coding was put on last (RFC 9112 7), and is no matter of what was asked for.
                decoders = try ContentCoding.decoders(response.transferCodings, brotli: brotli, zstd: zstd)
                if decodes { decoders += try ContentCoding.decoders(named, brotli: brotli, zstd: zstd) }
                codings = decodes ? named : []
            } catch {
                // It is shown as it came, which its reader is told; a script would take it for the text.
                decoders = []
                (problem, isUnreadable) = (error.words, true)
            }
        }
        // No bytes say that the head is here (`RESTClient.Delivery`).
        let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
        if let follower { try hand(nothing, to: follower) } else { try hand(nothing) }
    }

    func take(_ bytes: UnsafeRawBufferPointer) throws(RequestFailure) {
        rawCount += bytes.count
        try check(rawCount)
        if isUnreadable, let problem { try fail(problem) }
        if decoders.isEmpty { return try put(bytes) }
        // As it came, too: that is what is shown when the decoding breaks.
        if keepsAll { try raw.append(bytes) }
        // It broke before: what still comes is kept as it is.
        if problem != nil { return }
        do throws(DecodingProblem) {
            try decode(bytes, decoders[...])
        } catch {
            // `put` threw beneath the decoder: the end of the request, and no fault of the coding.
            if case .stopped(let failure) = error { throw failure }
            // Of a body that is followed nothing more would be seen, for as long as its server speaks.
            if follower != nil { throw Self.undecodable(broken) }
            try fail(broken)
        }
    }

    /// Whether all of the body is kept.
    private var keepsAll: Bool {
        switch delivery {
        case .keep: true
        case .stream: false
        case .follow: follower == nil
        }
    }

    /// What is wrong when a decoder cannot go on.
    private var broken: String {
        guard decodedCount == 0 else { return "its \(layers) is damaged after \(decodedCount) bytes" }
        let field = codings.isEmpty ? "Transfer-Encoding" : "Content-Encoding"
        return "\(field) says \(layers), the body is not"
    }

    /// The codings that are taken off, for a message.
    private var layers: String {
        ((response?.transferCodings ?? []) + codings).joined(separator: ", ")
    }

    private func decode(_ bytes: UnsafeRawBufferPointer, _ rest: ArraySlice<any BodyDecoder>) throws(DecodingProblem) {
        guard let decoder = rest.first else { return }
        let further = rest.dropFirst()
        try decoder.decode(bytes) { (piece) throws(RequestFailure) in
            if further.isEmpty { return try self.put(piece) }
            do throws(DecodingProblem) {
                try self.decode(piece, further)
            } catch {
                if case .stopped(let failure) = error { throw failure }
                try self.fail(self.broken)
            }
        }
    }

    private func put(_ bytes: UnsafeRawBufferPointer) throws(RequestFailure) {
        if !decoders.isEmpty {
            decodedCount += bytes.count
            try check(decodedCount)
            // Deflate packs 1032 to 1 at most, br and zstd without a bound; what is small may pack as it likes.
            if follower == nil, decodedCount > limits.expansionFrom, decodedCount / max(rawCount, 1) > limits.expansion
            {
                throw RequestFailure(
                    .tooLarge,
                    "the answer's \(rawCount) bytes unpack to more than \(decodedCount): a decompression bomb",
                    advice: "it was stopped there; ask without Accept-Encoding to see it as it is", phase: .lastByte)
            }
        }
        switch delivery {
        case .keep: try decoded.append(bytes)
        case .stream: try hand(bytes)
        case .follow:
            guard let follower else { return try decoded.append(bytes) }
            if room > 0 {
                try decoded.append(UnsafeRawBufferPointer(rebasing: bytes.prefix(room)))
                room -= min(room, bytes.count)
            }
            try hand(bytes, to: follower)
        }
    }

    private func hand(
        _ bytes: UnsafeRawBufferPointer, to take: (UnsafeRawBufferPointer) throws -> Void
    ) throws(RequestFailure) {
        do {
            try take(bytes)
        } catch {
            throw RequestFailure(.file, "the answer cannot be written: \(error)", phase: .lastByte)
        }
    }

    private func hand(_ bytes: UnsafeRawBufferPointer) throws(RequestFailure) {
        guard case .stream(let take) = delivery, let response else { return }
        try hand(bytes, to: { try take(response, $0) })
    }

    private func check(_ count: Int) throws(RequestFailure) {
        guard count > limits.body, follower == nil else { return }
        throw RequestFailure(
            .tooLarge, "the answer's body is larger than the \(limits.body) bytes allowed",
            advice: "allow more, or ask for less", phase: .lastByte)
    }

    private func fail(_ words: String) throws(RequestFailure) {
        problem = words
        if case .stream = delivery { throw Self.undecodable(words) }
    }

    private static func undecodable(_ words: String) -> RequestFailure {
        RequestFailure(
            .badCoding, "the answer's body cannot be decoded: \(words)",
            advice: "ask without Accept-Encoding to see it as it is", phase: .lastByte)
    }

    /// Looks whether the coded body came to its end.
    func end() throws(RequestFailure) {
        guard problem == nil else { return }
        let surplus = decoders.reduce(0) { $0 + $1.surplus }
        if decoders.contains(where: { !$0.isComplete }) {
            isCut = true
            try fail("its \(layers) ends too early")
        } else if surplus > 0 {
            remarks.append("\(surplus) bytes after the end of its \(layers) were passed over")
        }
    }

    /// What is kept of an answer about its body.
    func judge(_ response: inout Response) {
        response.codingProblem = problem
        if !isUnreadable, problem == nil || isCut { response.decoded = codings }
        // A body that is no gzip after all is not still in gzip.
        let isBare = problem != nil && !isUnreadable && !isCut && decodedCount == 0
        response.codingsLeft = response.decoded.isEmpty && !isBare ? named : []
        response.remarks += remarks
    }

    /// What is kept: the body decoded, and as it came when that is something else.
    func finish() -> (body: Body, encoded: Body?) {
        let (first, second) = (take(raw), take(decoded))
        if decoders.isEmpty { return (second, nil) }
        // Of one that ends too early there is what could be read.
        return problem == nil || isCut ? (second, first) : (first, nil)
    }

    private func take(_ kept: GrowingBody) -> Body {
        do throws(RequestFailure) {
            return try kept.take()
        } catch {
            loss = error
            return .empty
        }
    }
}
