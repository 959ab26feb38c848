import Profile

extension ConnectionFields {
    /// Enhanced authentication (MQTT 5 4.12): a method, and the secret that it sends. AUTH renews it where it is a token.
    static func authentication() -> [ConnectionField] {
        let name = "Auth method"
        let method = ConnectionField(
            group: "Login", name: name, help: "enhanced authentication of MQTT 5, as the broker calls it; empty: none",
            get: { $0.authentication?.method ?? "" }
        ) { draft, value in
            draft.changeAuthentication { $0.method = value }
            return nil
        }
        var data = secret("Login", "Auth data", \.authenticationData)
        // The method stands above: its absence is told where something is sent without one.
        let take = data[0].set
        data[0] = ConnectionField(
            group: data[0].group, name: data[0].name, kind: data[0].kind, help: data[0].help, usual: data[0].usual,
            get: data[0].get
        ) { draft, value in
            let problem = take(&draft, value)
            guard problem == nil, draft.authentication?.method.isEmpty == true else { return problem }
            return "\(name) is missing: what is sent belongs to one"
        }
        return [method] + data
    }
}

extension ConnectionDraft {
    /// What enhanced authentication sends.
    fileprivate var authenticationData: Secret? {
        get { authentication?.data }
        set { changeAuthentication { $0.data = newValue } }
    }

    /// Changes the authentication, which is there once something is said of it.
    fileprivate mutating func changeAuthentication(_ body: (inout AuthenticationDraft) -> Void) {
        var changed = authentication ?? AuthenticationDraft()
        body(&changed)
        authentication = changed == AuthenticationDraft() ? nil : changed
    }
}
