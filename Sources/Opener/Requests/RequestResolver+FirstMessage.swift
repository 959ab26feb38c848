import REST

extension RequestResolver {
    /// What goes over a WebSocket is a message, and has no type and no parts.
    mutating func checkFirstMessage(_ body: REST.Request.Body) {
        switch body {
        case .none, .bytes: break
        case .file, .multipart:
            problems.append(
                RequestProblem(
                    .body, "Over a WebSocket the body is the first message, which is text: no file, no parts"))
        }
    }
}
