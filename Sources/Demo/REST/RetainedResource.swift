import NIOCore
import NIOHTTP1

/// A retained message as a resource: what the topic says is what GET gives, with a tag of its bytes (RFC 9110 8.8.3).
struct RetainedResource {
    /// The topic that is its state.
    let topic: String
    /// A larger retained message is not this thing's, and is not sent as one.
    let mostBytes: Int
    /// What it is, in a word.
    let thing: String
    /// What is said where a condition names another state.
    let changed: ServiceProblem

    /// The answer that shows a state: compressed, or not modified, as the request asks.
    func represent(_ state: ByteBuffer, for request: ServiceRequest) throws(ServiceProblem) -> ServiceResponse {
        if state.readableBytes > mostBytes {
            throw ServiceProblem(
                .badGateway,
                "the retained message at \(topic) has \(state.readableBytes) bytes: too many for a \(thing)")
        }
        let isCompressed = Negotiation("Accept-Encoding", in: request.headers).acceptsGzip
        let tag = EntityTag(of: state, isCompressed: isCompressed)
        var response = ServiceResponse(status: .ok, body: state, isCompressed: isCompressed)
        response.headers.add(name: "ETag", value: tag.text)
        response.headers.add(name: "Cache-Control", value: "no-cache")
        // The coding depends on what was asked for: caches keep both apart (RFC 9110 12.5.5).
        response.headers.add(name: "Vary", value: "Accept-Encoding")
        if let status = Preconditions.check(request, tags: [tag], current: tag, modified: nil) {
            if status == .preconditionFailed { throw changed }
            return ServiceResponse(status: status, headers: response.headers)
        }
        response.headers.add(name: "Content-Type", value: Self.contentType(of: state))
        return response
    }

    /// Anybody may publish anything there: only what looks like an object is called JSON.
    private static func contentType(of state: ByteBuffer) -> String {
        let bytes = state.readableBytesView
        if bytes.first == UInt8(ascii: "{"), bytes.last == UInt8(ascii: "}") { return "application/json" }
        return String(validating: bytes, as: UTF8.self) == nil
            ? "application/octet-stream" : "text/plain; charset=utf-8"
    }
}
