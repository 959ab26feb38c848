import NIOHTTP1

/// A request that a service refuses: the status, and the words.
struct ServiceProblem: Error {
    let status: HTTPResponseStatus
    let detail: String

    init(_ status: HTTPResponseStatus, _ detail: String) {
        self.status = status
        self.detail = detail
    }

    var response: ServiceResponse { .problem(status, detail) }
}
