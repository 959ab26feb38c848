public import MQTT

extension ConnectionFailure {
    /// The letters of the setting that may mend it; nil when there is none.
    public var letters: String? {
        switch setting {
        case nil: nil
        case .olderVersion: "-V 311"
        case .version: "-V"
        case .strictness: "--strict"
        case .authorities: "--cafile, --insecure"
        case .identity: "--cert and --key"
        case .sharedKey: "--psk and --psk-identity"
        case .identityOrSharedKey: "--cert and --key, or --psk and --psk-identity"
        case .serverName(let name): "--server-name \(name)"
        }
    }

    /// What is said of it on the screen: with the field of a saved connection that may mend it. The letters are for who sits
    /// at a command line.
    public var told: String {
        let field =
            switch setting {
            case nil: ""
            case .olderVersion, .version: "Protocol"
            case .strictness: "Strict"
            case .authorities: "Authorities"
            case .identity: "Certificate and Key"
            case .sharedKey: "Shared key"
            case .identityOrSharedKey: "Certificate and Key, or Shared key"
            case .serverName(let name): "Server name: \(name)"
            }
        return field.isEmpty ? "\(self)" : "\(self) (\(field))"
    }
}
