import Text

/// One request of a sign-in, to be sent by whoever has sockets.
public struct TokenRequest: Hashable, Sendable {
    /// Where it goes.
    public var url: String
    /// The form that is posted; nil for a GET.
    public var form: [FormPair]?
    /// The value of Authorization; nil for none.
    public var authorization: String?

    /// A name and a value of a form.
    public struct FormPair: Hashable, Sendable {
        /// The name.
        public var name: String
        /// The value.
        public var value: String
    }

    /// The form as it travels (`application/x-www-form-urlencoded`).
    public var body: [UInt8] {
        Array(FormPairs.form((form ?? []).map { ($0.name, $0.value) }).utf8)
    }

    /// A GET, for metadata.
    init(get url: String) { self.url = url }

    /// A form, and the client that posts it. What is empty is left out.
    init(_ url: String, _ pairs: [(String, String)], of settings: OAuthSettings) {
        self.url = url
        var pairs = pairs
        // A client without a secret names itself in the form (RFC 6749 3.2.1).
        if settings.clientSecret.isEmpty || settings.proof == .body {
            pairs.append(("client_id", settings.clientID))
            pairs.append(("client_secret", settings.clientSecret))
        } else {
            // Encoded before they are joined: a colon in one of them would else end it (RFC 6749 2.3.1).
            let login = "\(PercentEncoding.form(settings.clientID)):\(PercentEncoding.form(settings.clientSecret))"
            authorization = "Basic \(Base64.encode(login.utf8))"
        }
        form = pairs.filter { !$0.1.isEmpty }.map { FormPair(name: $0.0, value: $0.1) }
    }
}
