import MQTT

extension EndpointError {
    /// The same with other words for what it quotes of the address.
    func saying(_ words: (String) -> String) -> EndpointError {
        switch self {
        case .unknownScheme(let part): .unknownScheme(words(part))
        case .missingHost(let part): .missingHost(words(part))
        case .badPort(let part): .badPort(words(part))
        case .badAddress(let part): .badAddress(words(part))
        case .badEscape(let part): .badEscape(words(part))
        case .badCharacter(let part): .badCharacter(words(part))
        // These quote nothing of it.
        case .empty, .rawCharacter, .badSocketPath: self
        }
    }
}
