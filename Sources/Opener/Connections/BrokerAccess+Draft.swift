import MQTT
public import Profile

extension BrokerAccess {
    /// How other programs reach the broker of a saved connection: its variables put in, its secrets left where they are.
    /// Nil for an address that is none, or that has a secret in it.
    public init?(_ draft: ConnectionDraft, _ variables: Variables) {
        let expander = TemplateExpander(variables: variables)
        func text(_ value: String) -> String? {
            let expansion = expander.expand(value)
            return expansion.secrets.isEmpty ? expansion.text : nil
        }
        guard let url = text(draft.url), let endpoint = try? Endpoint(url: url) else { return nil }
        var configuration = ClientConfiguration(endpoint: endpoint)
        let username = text(draft.username)
        configuration.username = username.flatMap { $0.isEmpty ? nil : $0 } ?? endpoint.username
        func path(_ value: String) -> String? { text(value).flatMap { $0.isEmpty ? nil : $0 } }
        configuration.tls.caFile = path(draft.tls.ca)
        configuration.tls.caDirectory = path(draft.tls.caFolder)
        configuration.tls.certificateFile = path(draft.tls.certificate)
        configuration.tls.keyFile = path(draft.tls.key)
        configuration.tls.verify = draft.tls.verify
        configuration.tls.alpn = draft.tls.alpn
        configuration.tls.serverName = path(draft.tls.serverName)
        self.init(configuration)
        password = draft.password?.masked ?? password
        tls?.keyPassword = draft.tls.keyPassword?.masked
        isUsernameSecret = username == nil
        // What is made anew each time is of no use to another program.
        clientID = TemplateCall.all(in: draft.clientID).isEmpty ? draft.clientID : ""
        hasHeaders = draft.headers.contains(where: \.isEnabled)
    }
}
