import NIOHTTP1

/// A request that a service refuses: the status, and the words.
struct ServiceProblem: Error {
    let status: HTTPResponseStatus
    let detail: String

    init(_ status: HTTPResponseStatus, _ detail: String) {
        self.status = status
        self.detail = detail
    }

    var response: ServiceResponse {
        // What would be taken (RFC 9110 15.5.16, RFC 5789 2.2).
        let forms: HTTPHeaders =
            status == .unsupportedMediaType
            ? ["Accept": "application/json", "Accept-Patch": ServiceResponse.acceptedPatches] : [:]
        return .problem(status, detail, forms)
    }
}
