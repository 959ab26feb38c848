import Files
import Glibc
import NIOCore
import Synchronization
import Text

/// Looks names up as the rest of the system does (`getaddrinfo`), on a thread that nobody else waits for, given up at once
/// when the task is cancelled.
enum Resolver {
    /// The addresses of a name in the order in which they should be tried (RFC 6724).
    ///
    /// - Throws: ``RequestFailure`` of kind `nameNotFound`, or `CancellationError`.
    static func addresses(
        of host: String, port: Int, _ route: Request.Route = Request.Route()
    ) async throws -> [SocketAddress] {
        if let literal = try? SocketAddress(ipAddress: host, port: port) { return try fitting([literal], host, route) }
        if let known = route.addresses(of: host, port) {
            return try fitting(known.map { try SocketAddress(ipAddress: $0, port: port) }, host, route)
        }
        // The system's list may name one family alone for localhost, which has both.
        if host.hasSuffix(".localhost") || host == "localhost" && (route.family != .any || route.source != nil) {
            // Never asked of a name server (RFC 6761 6.3).
            let both = try ["127.0.0.1", "::1"].map { try SocketAddress(ipAddress: $0, port: port) }
            return try fitting(both, host, route)
        }
        let family = route.family
        let answer = Answer()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                answer.wait(continuation)
                // The system's call cannot be ended; a thread that nobody waits for any more may go on with it.
                BlockingWork.run { answer.give(Result { try lookUp(host, port: port, family) }) }
            }
        } onCancel: {
            answer.give(.failure(CancellationError()))
        }
    }

    /// The addresses of the family that was asked for.
    private static func fitting(
        _ addresses: [SocketAddress], _ host: String, _ route: Request.Route
    ) throws(RequestFailure) -> [SocketAddress] {
        let wanted = addresses.filter { address in
            switch route.family {
            case .any: true
            case .ipv4: address.protocol == .inet
            case .ipv6: address.protocol == .inet6
            }
        }
        guard wanted.isEmpty else { return wanted }
        throw RequestFailure(
            .unreachable, "\(host.clipped) is no address of \(route.family.name)",
            advice: "write another one, or allow every family", phase: .connect)
    }

    private static func lookUp(
        _ host: String, port: Int, _ family: Request.Route.Family
    ) throws(RequestFailure) -> [SocketAddress] {
        var hints = addrinfo()
        hints.ai_family = family.number
        hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV
        var first: UnsafeMutablePointer<addrinfo>?
        var code = getaddrinfo(host, "\(port)", &hints, &first)
        // A name server that does not answer would be waited for twice.
        if code != 0, code != EAI_AGAIN {
            // A machine with loopback only has no family "configured"; localhost must be found there too.
            hints.ai_flags = AI_NUMERICSERV
            code = getaddrinfo(host, "\(port)", &hints, &first)
        }
        guard code == 0 else {
            let words = String(cString: gai_strerror(code))
            if let zone = host.firstIndex(of: "%").map({ host[host.index(after: $0)...] }),
                IPAddress.bytes(host)?.count == 16
            {
                throw RequestFailure(
                    .unreachable, "this machine has no network interface '\(zone.clipped)'",
                    advice: "`ip link` lists them", detail: words, phase: .connect)
            }
            let kind = family == .any ? "address" : "address of \(family.name)"
            throw RequestFailure(
                .nameNotFound,
                code == EAI_AGAIN
                    ? "the name \(host.clipped) cannot be looked up now" : "the name \(host.clipped) has no \(kind)",
                advice: code == EAI_AGAIN ? "check the network and the name server" : "check the spelling",
                detail: words, phase: .nameLookup)
        }
        defer { freeaddrinfo(first) }
        var found: [SocketAddress] = []
        var entry = first
        while let info = entry?.pointee {
            // The same address may come twice, as from two lines of `/etc/hosts`.
            if let address = address(info), !found.contains(address) { found.append(address) }
            entry = info.ai_next
        }
        guard !found.isEmpty else {
            throw RequestFailure(
                .nameNotFound, "the name \(host.clipped) has no address", advice: "check the spelling",
                phase: .nameLookup)
        }
        return found
    }

    /// Of an address with its zone, which its text form in NIO does not have.
    private static func address(_ info: addrinfo) -> SocketAddress? {
        guard let start = info.ai_addr else { return nil }
        switch info.ai_family {
        case AF_INET:
            return start.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { SocketAddress($0.pointee) }
        case AF_INET6:
            return start.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { SocketAddress($0.pointee) }
        default: return nil
        }
    }

    /// One answer for one who waits; later ones are dropped.
    private final class Answer: Sendable {
        private enum State {
            case empty
            case waiting(CheckedContinuation<[SocketAddress], any Error>)
            case given(Result<[SocketAddress], any Error>)
            case done
        }
        private let state = Mutex(State.empty)

        func wait(_ continuation: CheckedContinuation<[SocketAddress], any Error>) {
            let early: Result<[SocketAddress], any Error>? = state.withLock { state in
                // Cancelled before it waited: `onCancel` may run before the body does.
                if case .given(let result) = state {
                    state = .done
                    return result
                }
                state = .waiting(continuation)
                return nil
            }
            if let early { continuation.resume(with: early) }
        }

        func give(_ result: Result<[SocketAddress], any Error>) {
            let waiting: CheckedContinuation<[SocketAddress], any Error>? = state.withLock { state in
                switch state {
                case .empty:
                    state = .given(result)
                    return nil
                case .waiting(let continuation):
                    state = .done
                    return continuation
                // A continuation is resumed once: the thread comes back long after the cancellation.
                case .given, .done:
                    return nil
                }
            }
            waiting?.resume(with: result)
        }
    }
}

extension Request.Route.Family {
    /// The system's number.
    fileprivate var number: Int32 {
        switch self {
        case .any: AF_UNSPEC
        case .ipv4: AF_INET
        case .ipv6: AF_INET6
        }
    }

    /// For a message.
    fileprivate var name: String { self == .ipv4 ? "IPv4" : "IPv6" }
}
