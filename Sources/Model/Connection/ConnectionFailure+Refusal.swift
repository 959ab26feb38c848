public import MQTT

extension ConnectionFailure {
    /// Whether it may be about what proves who one is: a person may have typed it wrong, a program may have another by now.
    public var isRefusal: Bool {
        switch kind {
        // The password of a key is among the second: it does not open the key, and nothing was sent.
        case .refused, .badOptions, .tlsSharedKeyRefused: true
        case .webSocketRefused(let status): [401, 403, 407].contains(status)
        default: false
        }
    }
}
