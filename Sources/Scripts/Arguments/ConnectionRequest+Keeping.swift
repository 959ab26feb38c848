public import Profile

extension ConnectionRequest {
    /// A connection of these letters as it may be saved: what the environment has answered is looked for there again, and
    /// does not come into the file.
    public func kept(_ draft: ConnectionDraft, environment: (String) -> String?) -> ConnectionDraft {
        var draft = draft
        let places: [(WritableKeyPath<ConnectionDraft, Secret?>, letter: String?, variable: String)] = [
            (\.password, password, "MARTLET_PASSWORD"), (\.tls.keyPassword, tls.keyPassword, "MARTLET_KEY_PASSWORD"),
            (\.brokerTLS.preSharedKey, tls.preSharedKey, "MARTLET_PSK"),
        ]
        for (place, letter, variable) in places where letter == nil {
            guard let value = environment(variable), draft[keyPath: place] == .literal(TemplateCall.quoted(value))
            else {
                continue
            }
            draft[keyPath: place] = .environment(variable)
        }
        return draft
    }
}
