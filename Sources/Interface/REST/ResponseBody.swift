import Kit
import Payloads
import Profile
import REST

/// The body of an answer as it is read: its characters decoded, its kind judged.
final class ResponseBody {
    /// The bytes as they came, without content coding.
    let bytes: PayloadBytes
    /// In UTF-8; the bytes themselves until that is done, and when nothing is to be done.
    private(set) var text: PayloadBytes
    /// What is laid out.
    private(set) var kind: PayloadKind
    /// What does not fit, and what could not be read, in words.
    private(set) var notes: [String] = []
    /// What it is called on the screen, where that is not the kind: NDJSON is laid out as JSON is.
    private(set) var label: String?
    private let claim: MediaType?
    private let charset: Charset?
    private var decoder: CharsetDecoder?
    private let isGrowing: Bool

    private static let sliceUnits = 1 << 17

    /// - Parameter isGrowing: whether more is to come: it is not judged then.
    init(_ bytes: PayloadBytes, _ response: Response?, isGrowing: Bool = false) {
        self.bytes = bytes
        self.isGrowing = isGrowing
        text = bytes
        claim = response?.fields["Content-Type"].flatMap { MediaType($0) }
        let (found, words) = Charset.find(bytes, claim: claim)
        charset = found
        if let words { notes.append(words) }
        kind = .text
        if let found, bytes.count > 0 {
            let decoder = CharsetDecoder(bytes, found)
            if decoder.isAvailable {
                self.decoder = decoder
                // A first slice at once: of most answers that is all, and the first frame has its text.
                _ = decode(units: Self.sliceUnits)
                return
            }
            decoder.remark.map { notes.append($0) }
        }
        judge()
    }

    /// How far the characters are read, of 100; nil when they are.
    var percent: Int? { decoder?.percent }

    /// Reads characters until a deadline; true when all are read.
    func advance(until deadline: ContinuousClock.Instant) -> Bool {
        while decoder != nil {
            if decode(units: Self.sliceUnits) { return true }
            if ContinuousClock.now >= deadline { return false }
        }
        return true
    }

    private func decode(units: Int) -> Bool {
        guard let decoder, decoder.advance(units: units) else { return false }
        text = decoder.result
        decoder.remark.map { notes.append($0) }
        self.decoder = nil
        judge()
        return true
    }

    private func judge() {
        // Half of a JSON text is none: it is not told to be broken while it arrives.
        if isGrowing { return kind = PayloadKind.kind(ofBeginning: text, claim: claim) }
        let (found, mismatch) = PayloadKind.judge(text, claim: claim)
        kind = found
        let isLines = claim?.isJSONLines == true && mismatch == nil
        // Without a type, what begins as JSON may be lines of it.
        let mayBeLines = claim?.kind == nil && found == .json
        if isLines || mayBeLines { label = Self.linesLabel(text) }
        if let mismatch { notes.append(mismatch) }
    }

    private static func linesLabel(_ text: PayloadBytes) -> String? {
        let lines = JSONLines(text)
        return lines.flaw == nil && lines.count > 1 ? "NDJSON" : nil
    }

    /// What is wrong with what is laid out, for the notes: JSON and XML that break off or do not fit.
    func note(_ problem: String?) -> String? {
        // Only where it says so itself: a guess that fails is no fault of the server.
        guard let problem, let claimed = claim?.kind, claimed == kind else { return problem }
        return kind == .json || kind == .xml ? "says \(kind.label), is not: \(problem)" : problem
    }

    /// Laid out in one of the ways; `before` is the body to compare with.
    func document(_ mode: DocumentMode, before: ResponseBody?) -> Document {
        switch mode {
        case .pretty, .paths: Document(text, view: .pretty, kind: kind)
        case .decoded: Document(text, view: .decoded, kind: kind)
        case .raw: Document(text, view: .raw, kind: kind)
        // The bytes as they came, not the decoded characters.
        case .hex: Document(bytes, view: .hex, kind: kind)
        case .diff:
            if let before {
                Document(diff: before.text, before.kind, text, kind)
            } else {
                Document(text, view: .pretty, kind: kind)
            }
        }
    }

    /// The charset that was taken off, in words; nil for UTF-8.
    var charsetLabel: String? { charset?.label }
}
