extension Request {
    /// Where a server is looked for, when that is not what a name server says of the URL's host. What the server is asked
    /// stays the same: the `Host` field, and the name that TLS asks for and checks, are those of the URL.
    public struct Route: Hashable, Sendable {
        /// Which addresses of a name are used.
        public enum Family: Hashable, Sendable {
            /// All, in the order of the system (RFC 6724).
            case any
            /// Those of IPv4.
            case ipv4
            /// Those of IPv6.
            case ipv6
        }

        /// Addresses of a host that no name server is asked for.
        public struct Known: Hashable, Sendable {
            /// The host; nil for every one.
            public var host: String?
            /// The port.
            public var port: Int
            /// Its addresses, IPv6 without brackets.
            public var addresses: [String]

            /// What is known of a host and port.
            public init(host: String?, port: Int, addresses: [String]) {
                self.host = host?.lowercased()
                self.port = port
                self.addresses = addresses
            }
        }

        /// Another host and port to connect to.
        public struct Detour: Hashable, Sendable {
            /// The host of the URL; nil for every one.
            public var host: String?
            /// The port of the URL; nil for every one.
            public var port: Int?
            /// Where to connect to; nil for the same host.
            public var newHost: String?
            /// The port to connect to; nil for the same one.
            public var newPort: Int?

            /// From here to there.
            public init(host: String?, port: Int?, newHost: String?, newPort: Int?) {
                self.host = host?.lowercased()
                self.port = port
                self.newHost = newHost
                self.newPort = newPort
            }
        }

        /// Which addresses of a name are used.
        public var family = Family.any
        /// Addresses that are known.
        public var known: [Known] = []
        /// Other places to connect to; the first that fits holds. Not through a proxy, which connects by itself.
        public var detours: [Detour] = []
        /// The path of a socket of the system that every request goes to, whatever its URL says; no proxy is used then.
        public var unixSocket: String?

        /// Where connections come from: a network interface, an address or a host of this machine; `if!NAME` is an
        /// interface alone, `host!NAME` none. Nil for what the system chooses.
        public var source: String?

        /// As the URL says.
        public init() {}

        /// Where to connect to for a host and port.
        func place(of host: String, _ port: Int) -> (host: String, port: Int) {
            guard
                let detour = detours.first(where: {
                    ($0.host ?? host) == host && ($0.port ?? port) == port
                })
            else { return (host, port) }
            return (detour.newHost ?? host, detour.newPort ?? port)
        }

        /// The addresses that are known of a host and port; nil for none.
        func addresses(of host: String, _ port: Int) -> [String]? {
            // What was said last holds, and a host by name before every host.
            let fitting = known.reversed().filter { $0.port == port }
            return (fitting.first { $0.host == host } ?? fitting.first { $0.host == nil })?.addresses
        }
    }
}
