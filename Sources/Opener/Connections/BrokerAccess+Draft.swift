import MQTT
public import Profile

extension ConnectionDraft {
    /// The texts that say how a broker is reached: where it is, who one is there, how TLS is spoken. What opens a connection
    /// and what is copied of one both go through these, so that neither can forget one.
    static var wayTexts: [(text: WritableKeyPath<ConnectionDraft, String>, words: String)] {
        [
            (\.url, "address"), (\.username, "user name"), (\.tls.ca, "authorities"),
            (\.tls.caFolder, "folder of authorities"), (\.tls.certificate, "certificate"), (\.tls.key, "key"),
            (\.tls.serverName, "server name"), (\.brokerTLS.preSharedIdentity, "name of the shared key"),
            (\.brokerTLS.ciphers, "ciphers"), (\.brokerTLS.keyLog, "key log"),
        ]
    }
}

extension BrokerAccess {
    /// How other programs reach the broker of a saved connection: its variables put in, its secrets left where they are.
    /// Nil for an address that is none, or that has a secret in it.
    public init?(_ draft: ConnectionDraft, _ variables: Variables) {
        var expander = TemplateExpander(variables: variables)
        expander.conceals = .named
        var known = draft
        for (text, _) in ConnectionDraft.wayTexts { known[keyPath: text] = expander.expand(draft[keyPath: text]).text }
        guard expander.expand(draft.url).secrets.isEmpty, let endpoint = try? Endpoint(url: known.url) else {
            return nil
        }
        self.init(draft, known: known, at: endpoint, variables)
        hasHeaders = draft.headers.contains(where: \.isEnabled)
    }

    /// The same of a connection of which more is known.
    /// - Parameters:
    ///   - known: the draft with what stands for its ``ConnectionDraft/wayTexts``; those that have a secret in them are not told.
    ///   - endpoint: where the broker is.
    init(_ draft: ConnectionDraft, known: ConnectionDraft, at endpoint: Endpoint, _ variables: Variables) {
        self.init(ClientConfiguration(endpoint: endpoint))
        var expander = TemplateExpander(variables: variables)
        expander.conceals = .named
        var shown = known
        for (text, _) in ConnectionDraft.wayTexts where !expander.expand(draft[keyPath: text]).secrets.isEmpty {
            shown[keyPath: text] = ""
        }
        if !known.username.isEmpty { username = shown.username }
        isUsernameSecret = !known.username.isEmpty && shown.username.isEmpty
        // Other programs are told where a secret is, and never what it is.
        password = draft.password?.masked ?? password
        if tls != nil {
            tls = shown.tls
            tls?.keyPassword = draft.tls.keyPassword?.masked
            brokerTLS = shown.brokerTLS
            brokerTLS.preSharedKey = draft.brokerTLS.preSharedKey?.masked
        }
        // A signature is nobody else's.
        if draft.aws != nil, case .webSocket(let path) = carrier {
            carrier = .webSocket(path: String(path.prefix { $0 != "?" }))
        }
        // What is made anew each time is of no use to another program.
        clientID = TemplateCall.all(in: draft.clientID).isEmpty ? draft.clientID : ""
        take(settingsOf: draft, variables)
    }

    /// Takes what is set of a connection beside the way to it, its variables put in, with what stands for secrets.
    private mutating func take(settingsOf draft: ConnectionDraft, _ variables: Variables) {
        var marks = SecretMarks()
        var expander = TemplateExpander(variables: variables) { marks.mark($0, $1) }
        expander.conceals = .named
        expander.shape = SecretMarks.shape
        func text(_ value: String) -> String { expander.expand(value).text }
        func fields(_ fields: [DraftField]) -> [DraftField] {
            fields.filter(\.isEnabled).map { field in
                let name = text(field.name)
                // A value behind a secret's name is one, whatever its variable is called.
                var all = expander
                if Secret.isSecretField(name) { all.conceals = .all }
                return DraftField(name, all.expand(field.value).text)
            }
        }
        var settings = draft
        (settings.url, settings.username, settings.password, settings.headers) = ("", "", nil, [])
        (settings.tls, settings.brokerTLS) = (DraftTLS(), BrokerTLS())
        settings.aws = draft.aws.map { _ in AWSDraft() }
        settings.userProperties = fields(draft.userProperties)
        if let will = draft.will {
            settings.will?.topic = text(will.topic)
            settings.will?.payload = expander.expand(will.payload, as: .text).text
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
