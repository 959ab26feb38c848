/// Why the demo does not start, in words with what to do next.
public enum DemoError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Another program listens on the port.
    case portInUse(host: String, port: Int)
    /// The port is for administrators (below 1024).
    case portNotPermitted(host: String, port: Int)
    /// Anything else the system said.
    case cannotListen(host: String, port: Int, reason: String)

    /// One line.
    public var description: String {
        switch self {
        case .portInUse(let host, let port):
            "port \(port) on \(host) is in use by another program: give another one, or none for a free one"
        case .portNotPermitted(let host, let port):
            "port \(port) on \(host) is for administrators only: give one from 1024 up, or none for a free one"
        case .cannotListen(let host, let port, let reason):
            "the demo cannot listen on \(host) port \(port): \(reason)"
        }
    }
}
