import MQTT
public import Profile

extension BrokerAccess {
    /// How other programs reach the broker of a saved connection: its variables put in, its secrets left where they are.
    /// Nil for an address that is none, or that has a secret in it.
    public init?(_ draft: ConnectionDraft, _ variables: Variables) {
        var expander = TemplateExpander(variables: variables)
        expander.conceals = .named
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
        take(settingsOf: draft, variables)
    }

    /// Takes what is set of a connection beside the way to it, its variables put in, with what stands for secrets.
    mutating func take(settingsOf draft: ConnectionDraft, _ variables: Variables) {
        var marks = SecretMarks()
        var expander = TemplateExpander(variables: variables) { marks.mark($0, $1) }
        expander.conceals = .named
        expander.shape = SecretMarks.shape
        func text(_ value: String) -> String { expander.expand(value).text }
        func fields(_ fields: [DraftField]) -> [DraftField] {
            fields.filter(\.isEnabled).map { DraftField(text($0.name), text($0.value)) }
        }
        var settings = draft
        (settings.url, settings.username, settings.password, settings.headers) = ("", "", nil, [])
        settings.tls = DraftTLS()
        settings.aws = draft.aws.map { _ in AWSDraft() }
        settings.userProperties = fields(draft.userProperties)
        if let will = draft.will {
            settings.will?.topic = text(will.topic)
            settings.will?.payload = text(will.payload)
            settings.will?.properties.contentType = text(will.properties.contentType)
            settings.will?.properties.responseTopic = text(will.properties.responseTopic)
            settings.will?.properties.correlationData = text(will.properties.correlationData)
            settings.will?.properties.userProperties = fields(will.properties.userProperties)
        }
        if let authentication = draft.authentication {
            settings.authentication?.method = text(authentication.method)
            settings.authentication?.data = authentication.data?.masked
        }
        for (index, subscription) in draft.subscriptions.enumerated() {
            settings.subscriptions[index].filter = text(subscription.filter)
        }
        self.settings = settings
        secrets = marks
        isPlaceSecret = !expander.expand(draft.url).secrets.isEmpty
    }
}
