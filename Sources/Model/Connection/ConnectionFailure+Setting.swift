public import MQTT

extension ConnectionFailure {
    /// What is said of it on the screen: with the field of a saved connection that may mend it, and its letters.
    public var told: String {
        switch setting {
        case nil: "\(self)"
        case .olderVersion: "\(self) (Protocol, -V 311)"
        case .version: "\(self) (Protocol, -V)"
        case .authorities: "\(self) (Authorities, --cafile; --insecure)"
        case .identity: "\(self) (Certificate and Key, --cert and --key)"
        case .serverName(let name): "\(self) (Server name, --server-name \(name))"
        }
    }
}
