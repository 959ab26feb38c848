import NIOCore
import NIOHTTP1
import Text

/// An answer of a service; what belongs to the connection (Date, Content-Length, compression) is added when it is sent.
struct ServiceResponse {
    var status: HTTPResponseStatus
    var headers: HTTPHeaders = [:]
    var body = ByteBuffer()
    /// True when the content is to be sent with gzip; Content-Encoding and the entity tag already say so.
    var isCompressed = false

    /// No content: 204, or a redirection.
    static func empty(_ status: HTTPResponseStatus, _ headers: HTTPHeaders = [:]) -> ServiceResponse {
        ServiceResponse(status: status, headers: headers)
    }

    /// JSON content.
    static func json(_ status: HTTPResponseStatus, _ text: String, _ headers: HTTPHeaders = [:]) -> ServiceResponse {
        var response = ServiceResponse(status: status, headers: headers, body: ByteBuffer(string: text + "\n"))
        response.headers.add(name: "Content-Type", value: "application/json")
        return response
    }

    /// What went wrong, in words with what to do next (RFC 9457).
    static func problem(
        _ status: HTTPResponseStatus, _ detail: String, _ headers: HTTPHeaders = [:]
    ) -> ServiceResponse {
        let text =
            "{\"title\":\(JSONString.quoted(status.reasonPhrase)),\"status\":\(status.code),\"detail\":\(JSONString.quoted(detail))}\n"
        var response = ServiceResponse(status: status, headers: headers, body: ByteBuffer(string: text))
        response.headers.add(name: "Content-Type", value: "application/problem+json")
        response.headers.replaceOrAdd(name: "Cache-Control", value: "no-store")
        return response
    }

    /// The patches that are taken, whatever they are called (RFC 5789 3.1).
    static let acceptedPatches = "application/merge-patch+json, application/json"

    /// The answer to a method that the resource does not have; to OPTIONS, the methods that it has.
    static func methods(_ allowed: String, for request: ServiceRequest) -> ServiceResponse {
        var headers: HTTPHeaders = ["Allow": allowed]
        if allowed.contains("PATCH") { headers.add(name: "Accept-Patch", value: acceptedPatches) }
        // OPTIONS asks for just this (RFC 9110 9.3.7).
        if request.method == .OPTIONS { return .empty(.noContent, headers) }
        return .problem(.methodNotAllowed, "\(request.method.rawValue) is not for this resource: \(allowed)", headers)
    }
}
