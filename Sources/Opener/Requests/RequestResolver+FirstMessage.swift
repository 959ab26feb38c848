import Profile
import REST

extension RequestResolver {
    /// Whether a URL is one of a WebSocket, whose body is its first message: that has no type and no parts.
    mutating func checkFirstMessage(_ body: RequestBody, of url: RequestURL?) -> Bool {
        guard RESTClient.isWebSocket(url?.text ?? "") else { return false }
        switch body {
        case .none, .json, .xml, .text, .graphQL, .form: break
        case .file, .multipart:
            problems.append(
                RequestProblem(
                    .body, "Over a WebSocket the body is the first message, which is text: no file, no parts"))
        }
        return true
    }
}
