import Interface
import Profile
import REST
import Synchronization

/// Keeps secrets out of what is told of a request.
final class Masking: Sendable {
    private let mask: SecretMask
    /// What was masked last: each report of a large request tells the same bytes again.
    private let last = Mutex<(sent: [UInt8], masked: [UInt8])>(([], []))

    init(_ mask: SecretMask) { self.mask = mask }

    func hop(_ hop: Hop) -> Hop {
        let bytes = last.withLock { last in
            // Compared, not counted: a redirect or a challenge sends other bytes in the same exchange.
            if last.sent != hop.sent.bytes { last = (hop.sent.bytes, mask.request(hop.sent.bytes)) }
            return last.masked
        }
        return mask.hop(hop, bytes: bytes)
    }

    /// A URL, dots for its secrets.
    func url(_ url: String) -> String { mask.sentence(NamedSecrets.shown.url(url)) }

    /// Why it failed, as a sentence.
    func words(_ failure: RequestFailure) -> String {
        let words = mask.sentence(failure.told)
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}
