import Payloads
public import REST

/// Looks whether the body of an answer is the JSON, or in the charset, that it is said to be, as it goes by.
public struct AnswerCheck: Sendable {
    private let claim: MediaType
    private var bytes: [UInt8] = []
    private var isTooLong = false
    /// The most bytes that are kept for it; of a longer body nothing is said.
    private static let limit = 1 << 20

    /// Nil when an answer is said to be neither JSON nor text in a charset, or is still coded.
    public init?(_ response: Response, isDecoded: Bool) {
        guard let claim = response.fields["content-type"].flatMap({ MediaType($0) }),
            claim.kind == .json || claim.isJSONLines || claim.kind != nil && claim.charset != nil,
            // Compressed bytes are no JSON and in no charset.
            isDecoded || response.fields["content-encoding"] == nil
        else { return nil }
        self.claim = claim
    }

    /// Takes a piece of the body.
    public mutating func take(_ piece: UnsafeRawBufferPointer) {
        if isTooLong { return }
        isTooLong = bytes.count + piece.count > Self.limit
        if isTooLong { bytes = [] } else { bytes += piece }
    }

    /// What does not fit, in words; nil when nothing is wrong.
    public var words: String? {
        guard !isTooLong, !bytes.isEmpty else { return nil }
        let body = PayloadBytes(bytes)
        let (charset, problem) = Charset.find(body, claim: claim)
        if let problem { return problem }
        func sentence(_ remark: String?) -> String? { remark.map { "it \($0)" } }
        guard let charset else { return sentence(PayloadKind.remark(on: body, claim: claim)) }
        let decoder = CharsetDecoder(body, charset)
        // All at once: a mebibyte at most.
        if decoder.isAvailable { decoder.advance(units: .max / 2) }
        return decoder.remark ?? sentence(PayloadKind.remark(on: decoder.result, claim: claim))
    }
}
