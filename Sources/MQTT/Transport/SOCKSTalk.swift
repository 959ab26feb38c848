import Glibc
import Text

/// The client's side of SOCKS5 (RFC 1928, RFC 1929), as a pure machine: bytes in, bytes out.
///
///     greeting ──method──> authenticating ──status──> requesting ──reply──> open
///                  └──────── no authentication ───────────┘
struct SOCKSTalk {
    /// What to do after bytes have come.
    enum Step: Equatable {
        /// Send this and wait.
        case send([UInt8])
        /// Wait for more.
        case wait
        /// The way is open; the bytes that follow are the broker's.
        case open
        /// It is not, and why.
        case fail(SOCKSRefusal)
    }

    private enum Stage { case greeting, authenticating, requesting, over }

    private let proxy: SOCKSProxy
    private let host: String
    private let port: Int
    private var stage = Stage.greeting
    /// What came and is not understood yet; after ``Step/open`` what is left belongs to the broker.
    private(set) var received: [UInt8] = []

    init(proxy: SOCKSProxy, host: String, port: Int) {
        self.proxy = proxy
        self.host = host
        self.port = port
    }

    /// The first bytes to send: version, and the methods that are offered (RFC 1928 3).
    var greeting: [UInt8] { proxy.username == nil ? [5, 1, 0] : [5, 2, 0, 2] }

    mutating func receive(_ bytes: some Sequence<UInt8>) -> Step {
        received += bytes
        switch stage {
        case .greeting: return method()
        case .authenticating: return authenticated()
        case .requesting: return reply()
        case .over: return .wait
        }
    }

    private mutating func method() -> Step {
        guard received.count >= 2 else { return .wait }
        guard received[0] == 5 else { return end(.fail(.notSOCKS)) }
        let method = received[1]
        received.removeFirst(2)
        switch method {
        case 0: return request()
        case 2 where proxy.username != nil:
            stage = .authenticating
            let name = Array((proxy.username ?? "").utf8.prefix(255))
            let password = Array((proxy.password ?? "").utf8.prefix(255))
            // 1 is the version of this exchange, not of SOCKS (RFC 1929 2).
            return .send([1, UInt8(name.count)] + name + [UInt8(password.count)] + password)
        // None of the methods that were offered.
        case 0xFF: return end(.fail(proxy.username == nil ? .wantsAuthentication : .acceptsNoMethod))
        default: return end(.fail(.notSOCKS))
        }
    }

    private mutating func authenticated() -> Step {
        guard received.count >= 2 else { return .wait }
        // Some proxies answer with the version of SOCKS instead of that of the exchange; the status is what counts.
        let status = received[1]
        received.removeFirst(2)
        return status == 0 ? request() : end(.fail(.wrongPassword))
    }

    /// CONNECT, with the address as it was given: a name is looked up by the proxy (RFC 1928 4).
    private mutating func request() -> Step {
        stage = .requesting
        var address: [UInt8]
        if let literal = IPAddress.bytes(host) {
            // Kinds of addresses: 1 is IPv4, 4 is IPv6, 3 a name with its length.
            address = [literal.count == 4 ? 1 : 4] + literal
        } else {
            let name = Array(host.utf8)
            guard name.count <= 255 else { return end(.fail(.nameTooLong)) }
            address = [3, UInt8(name.count)] + name
        }
        address += [UInt8(truncatingIfNeeded: port >> 8), UInt8(truncatingIfNeeded: port)]
        // Version 5, CONNECT, and a byte that is reserved.
        return .send([5, 1, 0] + address)
    }

    /// The reply names the address that the proxy connects from; only its length matters (RFC 1928 6).
    private mutating func reply() -> Step {
        guard received.count >= 2 else { return .wait }
        guard received[0] == 5 else { return end(.fail(.notSOCKS)) }
        guard received[1] == 0 else { return end(.fail(.refused(received[1]))) }
        // Five bytes tell how long it is: a name has its length in the fifth.
        guard received.count >= 5 else { return .wait }
        let length: Int
        switch received[3] {
        // Four bytes of head, the address, two of port; a name has a byte of length before it.
        case 1: length = 10
        case 3: length = 7 + Int(received[4])
        case 4: length = 22
        default: return end(.fail(.notSOCKS))
        }
        guard received.count >= length else { return .wait }
        received.removeFirst(length)
        return end(.open)
    }

    private mutating func end(_ step: Step) -> Step {
        stage = .over
        return step
    }
}

/// Why a SOCKS5 proxy did not open the way.
enum SOCKSRefusal: Hashable, Sendable {
    /// What answers is no SOCKS5 proxy.
    case notSOCKS
    /// It wants to know who we are, and nobody told.
    case wantsAuthentication
    /// It accepts neither a password nor nothing.
    case acceptsNoMethod
    /// It does not accept user name and password.
    case wrongPassword
    /// The broker's name has more than 255 bytes.
    case nameTooLong
    /// Its reply to CONNECT (RFC 1928 6).
    case refused(UInt8)
}
