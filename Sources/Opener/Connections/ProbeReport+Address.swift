public import MQTT
public import Profile

/// What a test of a connection is found by later: the broker that its address stands for in the environment that holds.
extension ProbeReport {
    /// That of a connection as it is now; empty for an address that is none.
    public static func address(of draft: ConnectionDraft, _ variables: Variables) -> String {
        // Secrets are dots here, and generators stay as they are written: no test was of such a host.
        let url = TemplateExpander(variables: variables).expand(draft.url).text
        guard let endpoint = try? Endpoint(url: url) else { return "" }
        return address(of: endpoint, writtenAs: ProbeReport(draft).address)
    }

    /// That of an endpoint.
    /// - Parameter url: the address that it came of, with its variables, without its password.
    public static func address(of endpoint: Endpoint, writtenAs url: String) -> String {
        var endpoint = endpoint
        // A variable in a path may be a token, and this is kept on the disk.
        if endpoint.transport.isWebSocket, url.contains("{{") { endpoint.path = "" }
        return "\(endpoint)"
    }
}
