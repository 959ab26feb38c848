public import REST

extension RequestFailure {
    /// What is said of it where a saved request is sent: with the members that its options have in the profile, since the
    /// verb has no letters for them.
    public var toldOfSaved: String {
        let members: String? =
            switch setting {
            case .authorities: "tls.ca, or tls.verify"
            case .identity: "tls.certificate and tls.key"
            case .serverName: "tls.serverName"
            case .time: "totalTimeout"
            case .silence: "idleTimeout"
            case nil: nil
            }
        return told(members.map { "options of the request in the profile: \($0)" })
    }
}
