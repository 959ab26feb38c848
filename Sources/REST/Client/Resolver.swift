import Glibc
import NIOCore
import NIOPosix
import Synchronization

/// Looks names up as the rest of the system does (`getaddrinfo`), on a thread of its own, given up at once when the task
/// is cancelled.
enum Resolver {
    /// The addresses of a name in the order in which they should be tried (RFC 6724).
    ///
    /// - Throws: ``RequestFailure`` of kind `nameNotFound`, or `CancellationError`.
    static func addresses(of host: String, port: Int) async throws -> [SocketAddress] {
        if let literal = try? SocketAddress(ipAddress: host, port: port) { return [literal] }
        let answer = Answer()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                answer.wait(continuation)
                // The system's call cannot be ended; a thread that nobody waits for any more may go on with it.
                NIOThreadPool.singleton.submit { state in
                    guard state == .active else { return answer.give(.failure(CancellationError())) }
                    answer.give(Result { try lookUp(host, port: port) })
                }
            }
        } onCancel: {
            answer.give(.failure(CancellationError()))
        }
    }

    private static func lookUp(_ host: String, port: Int) throws(RequestFailure) -> [SocketAddress] {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV
        var first: UnsafeMutablePointer<addrinfo>?
        var code = getaddrinfo(host, "\(port)", &hints, &first)
        if code != 0, code != EAI_AGAIN {
            // A machine with loopback only has no family "configured"; localhost must be found there too.
            hints.ai_flags = AI_NUMERICSERV
            code = getaddrinfo(host, "\(port)", &hints, &first)
        }
        guard code == 0 else {
            let words = String(cString: gai_strerror(code))
            throw RequestFailure(
                .nameNotFound,
                code == EAI_AGAIN
                    ? "the name \(host.clipped) cannot be looked up now" : "the name \(host.clipped) has no address",
                advice: code == EAI_AGAIN ? "check the network and the name server" : "check the spelling",
                detail: words, phase: .nameLookup)
        }
        defer { freeaddrinfo(first) }
        var found: [SocketAddress] = []
        var entry = first
        while let info = entry?.pointee {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let code = getnameinfo(
                info.ai_addr, info.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
            let ip = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            if code == 0, let address = try? SocketAddress(ipAddress: ip, port: port), !found.contains(address) {
                found.append(address)
            }
            entry = info.ai_next
        }
        guard !found.isEmpty else {
            throw RequestFailure(
                .nameNotFound, "the name \(host.clipped) has no address", advice: "check the spelling",
                phase: .nameLookup)
        }
        return found
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
                case .given, .done:
                    return nil
                }
            }
            waiting?.resume(with: result)
        }
    }
}
