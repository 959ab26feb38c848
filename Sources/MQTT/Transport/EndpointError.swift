import Text

/// Why an address could not be understood.
public enum EndpointError: Error, Hashable, Sendable {
    /// Nothing was given.
    case empty
    /// The part before `://` is none that MQTT uses.
    case unknownScheme(String)
    /// There is no host between `//` and the port or path.
    case missingHost(String)
    /// The port is not a number from 1 to 65,535.
    case badPort(String)
    /// An IPv6 address has no closing bracket, or is written without brackets beside a port.
    case badAddress(String)
    /// A `%` is not followed by two hexadecimal digits, or the bytes are not UTF-8.
    case badEscape(String)
    /// A character of the user name or password that ends them and should have been coded: `#`, `/` or `?`.
    case rawCharacter(String)
    /// A space or control character inside the address.
    case badCharacter(String)
    /// The path of a unix socket is empty or longer than the 107 bytes the system allows.
    case badSocketPath(String)
}

extension EndpointError: CustomStringConvertible {
    /// One line in the user's words: what is wrong, and what would be right.
    public var description: String {
        switch self {
        case .empty:
            "no broker address given; write one such as mqtt://localhost:1883"
        case .unknownScheme(let scheme):
            "'\(scheme)://' is not a way to reach a broker; use mqtt, mqtts, ws, wss or unix"
        case .missingHost(let text):
            "no host in '\(text)'; write it as mqtt://HOST:PORT"
        case .badPort(let port):
            "'\(port)' is not a port; use a number from 1 to 65535"
        case .badAddress(let host):
            "'\(host)' is not an address; put an IPv6 address in brackets, as in mqtt://[::1]:1883"
        case .badEscape(let text):
            "a percent escape in '\(text)' is broken; write %25 for a percent sign and %40 for @"
        case .rawCharacter(let character):
            "the user name or password holds a \(character); in a URL it is written \(PercentEncoding.component(character))"
        case .badCharacter(let text):
            "'\(text)' contains a space or control character; check what was pasted"
        case .badSocketPath(let path):
            path.isEmpty
                ? "no path of a unix socket given; write unix:///run/mosquitto.sock"
                : "the path of the unix socket is \(path.utf8.count) bytes long and the system allows 107; link it to a shorter one"
        }
    }
}
