import Glibc
import NIOCore
import NIOPosix

extension ConnectionFailure {
    /// The failure of opening a socket to `endpoint`, in words.
    static func connecting(to endpoint: Endpoint, _ error: any Error) -> ConnectionFailure {
        let place = endpoint.spokenAuthority
        let detail = String(describing: error)
        switch error {
        case let failure as ConnectionFailure:
            return failure
        case let error as NIOConnectionError:
            // There was no address to try.
            if error.connectionErrors.isEmpty, let dns = error.dnsAError ?? error.dnsAAAAError {
                return nameNotFound(endpoint, dns)
            }
            // Each address was tried; an answer ("refused") tells more than silence does.
            let failures = error.connectionErrors.map { connecting(to: endpoint, $0.error) }
            return failures.first { $0.kind == .connectionRefused } ?? failures.first { $0.kind == .unreachable }
                ?? failures.first ?? timedOut(endpoint, detail: detail)
        case let error as SocketAddressError.UnknownHost:
            return nameNotFound(endpoint, error)
        case SocketAddressError.unixDomainSocketPathTooLong:
            return ConnectionFailure(
                .badOptions, EndpointError.badSocketPath(endpoint.path).description, advice: "", detail: detail)
        case let error as IOError:
            return system(endpoint, error)
        case ChannelError.connectTimeout:
            return timedOut(endpoint, detail: detail)
        default:
            return ConnectionFailure(
                .unreachable, "cannot connect to \(place): \(detail)",
                advice: "check the address and the network")
        }
    }

    private static func system(_ endpoint: Endpoint, _ error: IOError) -> ConnectionFailure {
        let place = endpoint.spokenAuthority
        let words = String(cString: strerror(error.errnoCode))
        switch error.errnoCode {
        case ECONNREFUSED where endpoint.transport == .unix:
            return ConnectionFailure(
                .connectionRefused, "nobody listens on the unix socket \(place)",
                advice: "start the broker, or remove the socket left behind", detail: words)
        case ECONNREFUSED:
            return ConnectionFailure(
                .connectionRefused, "\(place) refused the connection",
                advice: "check that the broker runs and listens on port \(endpoint.spokenPort)", detail: words)
        case ENOENT where endpoint.transport == .unix, ENOTDIR where endpoint.transport == .unix:
            return ConnectionFailure(
                .connectionRefused, "there is no unix socket at \(place)",
                advice: "check the path, and that the broker listens there", detail: words)
        case EACCES, EPERM:
            return ConnectionFailure(
                .unreachable, "not allowed to connect to \(place)",
                advice: endpoint.transport == .unix
                    ? "check the rights of the socket file and its folder" : "check the firewall of this machine",
                detail: words)
        case EHOSTUNREACH, ENETUNREACH, ENETDOWN, EADDRNOTAVAIL, EAFNOSUPPORT:
            return ConnectionFailure(
                .unreachable, "no way to \(place) (\(words))",
                advice: "check the address, the network and the VPN", detail: words)
        case ETIMEDOUT:
            return timedOut(endpoint, detail: words)
        case ECONNRESET, EPIPE:
            return ConnectionFailure(
                .connectionLost, "\(place) reset the connection",
                advice: "see the broker's log for the reason", detail: words)
        default:
            return ConnectionFailure(
                .unreachable, "cannot connect to \(place): \(words)", advice: "check the address and the network",
                detail: words)
        }
    }

    private static func nameNotFound(_ endpoint: Endpoint, _ error: any Error) -> ConnectionFailure {
        let detail = String(describing: error)
        // The name server did not answer: the name may well have an address.
        if let error = error as? SocketAddressError.UnknownHost, error.errorCode == Int(EAI_AGAIN) {
            return ConnectionFailure(
                .nameNotFound, "the name \(endpoint.spokenHost) cannot be looked up now",
                advice: "check the network and the name server of this machine", detail: detail)
        }
        return ConnectionFailure(
            .nameNotFound, "the name \(endpoint.spokenHost) has no address",
            advice: "check its spelling, or use the broker's IP address", detail: detail)
    }

    /// Nothing answered in time.
    static func timedOut(_ endpoint: Endpoint, detail: String = "") -> ConnectionFailure {
        ConnectionFailure(
            .timedOut, "\(endpoint.spokenAuthority) did not answer in time",
            advice: "check the address, the port and the firewalls in between", detail: detail)
    }
}
