import MQTT
public import Profile

/// What a test of a connection is found by later: the broker that its address stands for in the environment that holds.
extension ProbeReport {
    /// That of a connection as it is now; empty for an address that is none.
    public static func address(of draft: ConnectionDraft, _ variables: Variables) -> String {
        // Names stand for secrets here, and generators stay as they are written: no test was of such a host.
        let marked = MarkedAddress(draft.url, variables)
        return marked.endpoint().map { address(of: $0, writtenAs: draft.url, variables) } ?? ""
    }

    /// That of an endpoint.
    /// - Parameters:
    ///   - url: the address that it came of, with its variables.
    ///   - variables: what those stand for: one name is another secret in another environment, and so another broker.
    static func address(of endpoint: Endpoint, writtenAs url: String, _ variables: Variables) -> String {
        var endpoint = endpoint
        // A variable in a path may be a token, and this is kept on the disk.
        if endpoint.transport.isWebSocket, url.contains("{{") {
            endpoint.path = ""
            endpoint.words?.path = ""
        }
        let address = "\(endpoint)"
        guard endpoint.words != nil else { return address }
        let origins = TemplateCall.all(in: address).compactMap { call in
            variables[call.name].map { "\(call.name) of \($0.origin)" }
        }
        return ([address] + origins).joined(separator: ", ")
    }
}
