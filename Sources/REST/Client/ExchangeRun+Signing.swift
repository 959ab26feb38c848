import Files
import Glibc
import Text

/// Signatures of AWS: made anew for each hop, of what goes out there.
extension ExchangeRun {
    /// The most bytes of a file that are read to be signed.
    private static let largestFile = 256 << 20

    /// A request with the fields of its signature; itself when it has none.
    func signed(_ request: Request, for target: Target) throws(RequestFailure) -> Request {
        guard case .aws(let signature) = request.authorization else { return request }
        var signed = request
        var subject = AWSSignature.Subject(
            method: request.method.rawValue, host: target.authority, target: request.options.target(of: target),
            fields: request.fields, bodyHash: try Self.hash(of: request.body))
        subject.normalizesPath = !request.options.keepsDots
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        guard let fields = signature.fields(for: subject, at: Int(now.tv_sec)) else {
            throw .badRequest(
                "neither the settings nor the host '\(target.host)' say for which region and service to sign",
                advice: "name them: aws:amz:REGION:SERVICE")
        }
        signed.fields += fields
        return signed
    }

    /// The SHA-256 of a body, in hexadecimal digits.
    private static func hash(of body: Request.Body) throws(RequestFailure) -> String? {
        switch body {
        case .none: return HexDigit.lower(Hash.sha256([]))
        case .bytes(let bytes): return HexDigit.lower(Hash.sha256(bytes))
        case .file(let path):
            // Read twice, to be signed and to be sent: a signature goes before what it signs.
            do throws(FileFailure) {
                return HexDigit.lower(Hash.sha256(try WholeFile.read(path, limit: largestFile)))
            } catch {
                throw .unreadable(path, error.reason)
            }
        case .multipart:
            throw .badRequest(
                "a body of parts cannot be signed for AWS: its boundary is made when it is sent",
                advice: "send a file or a form")
        }
    }
}
