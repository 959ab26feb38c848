import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP2
import NIOPosix
import TLSNames
import Text

extension RequestFailure {
    /// What an error of the libraries means, in words.
    init(_ error: any Error, state: Attempt.State, target: Target, proxy: ProxyAddress?, options: Request.Options) {
        if let failure = error as? RequestFailure {
            self = failure
            return
        }
        // Until it stands, a connection is one to the proxy.
        let place = state.isConnected ? target.place : proxy?.place ?? target.place
        defer {
            if let proxy, !state.isConnected, [.refused, .unreachable, .noAnswer, .reset].contains(kind) {
                kind = .proxy
                summary = "the proxy \(proxy) cannot be used: \(summary)"
                advice = "check the proxy's address, and that it runs"
            }
        }
        // What the connection reported first tells more than what came of it.
        self = Self.told(by: state.error ?? error, place: place, state, target, proxy, options)
    }

    /// - Parameter place: who was connected to when it happened, the proxy or the server.
    private static func told(
        by cause: any Error, place: String, _ state: Attempt.State, _ target: Target, _ proxy: ProxyAddress?,
        _ options: Request.Options
    ) -> RequestFailure {
        let detail = String(describing: cause)
        switch cause {
        case let failure as RequestFailure:
            return failure
        case let error as IOError where error.errnoCode == EADDRNOTAVAIL && options.route.source != nil:
            return RequestFailure(
                .localAddress, "no connection can come from '\(options.route.source?.clipped ?? "")'",
                advice: "it is no address of this machine; `ip address` lists those", detail: detail, phase: .connect)
        case let error as IOError:
            return Self.system(error, place: place, state: state)
        case let error as NIOConnectionError:
            // One for each address that was tried; the first speaks for all.
            let inner = error.connectionErrors.compactMap { $0.error as? IOError }.first
            return inner.map { Self.system($0, place: place, state: state) }
                ?? RequestFailure(.unreachable, "cannot connect to \(place)", detail: detail, phase: .connect)
        case let problem as ResponseProblem:
            return Self.unreadable(problem, place: place, state: state)
        case let problem as FrameProblem:
            return Self.unreadable(problem, place: place, state: state)
        case let error as HTTPClientError where error == .connectTimeout:
            return RequestFailure(.timedOut(.connect), "no connection to \(place) stood in time", phase: .connect)
        case let error as HTTPClientError where error == .bodyLengthMismatch:
            return RequestFailure(
                .file, "a file changed its size while it was sent", advice: "send it again when nobody writes to it",
                phase: .send)
        // TLS was agreed on long ago.
        case let error where RequestFailure.isCut(error) && state.isConnected:
            return Self.reset("cut", place: place, state: state, detail: detail)
        case let error where TLSFault.isTLS(error):
            var failure = Self.tls(place, error, security: nil, shown: nil, seen: nil)
            // With TLS 1.3 the server judges the client's certificate when the handshake is over here: its alert is the first
            // that is read.
            if options.tls.certificateFile != nil, failure.kind == .tls, detail.contains("ALERT") {
                failure.kind = .clientCertificate
                failure.summary = "\(place) did not accept the client certificate"
                failure.setting = nil
                failure.advice = "check that it has not expired and is signed by an authority that the server trusts"
            }
            return failure
        case let error as any NIOHTTP2Error:
            return Self.http2(error, place: place, state: state)
        case is CancellationError:
            return RequestFailure(.cancelled, "the request was cancelled", phase: state.phase)
        default:
            if let proxy, !state.isConnected, proxy.kind == .socks5 {
                return RequestFailure(
                    .proxy, "the proxy \(place) did not connect on to \(target.place)",
                    advice: "check that it may, and that the server runs", detail: detail, phase: .connect)
            }
            return Self.closed(place: place, state: state, detail: detail)
        }
    }

    private static func system(_ error: IOError, place: String, state: Attempt.State) -> RequestFailure {
        let words = String(cString: strerror(error.errnoCode))
        if state.isConnected {
            switch error.errnoCode {
            case ECONNRESET, EPIPE: return reset(place: place, state: state, detail: words)
            default: return closed(place: place, state: state, detail: words)
            }
        }
        switch error.errnoCode {
        case ECONNREFUSED:
            return RequestFailure(
                .refused, "nobody listens on \(place)", advice: "check that the server runs, and its port",
                detail: words, phase: .connect)
        case ETIMEDOUT:
            return RequestFailure(
                .timedOut(.connect), "\(place) did not answer", advice: "check the address and the network",
                detail: words, phase: .connect)
        default:
            return RequestFailure(
                .unreachable, "no way to \(place) (\(words))",
                advice: place.hasPrefix("[fe80:") && !place.contains("%")
                    ? "an address of the link needs its interface, as in [fe80::1%eth0]"
                    : "check the address, the network and the VPN",
                detail: words, phase: .connect)
        }
    }

    /// - Parameter verb: what it did to the connection.
    private static func reset(
        _ verb: String = "reset", place: String, state: Attempt.State, detail: String
    ) -> RequestFailure {
        if let gone = gone(place: place, state: state, detail: detail) { return gone }
        let what =
            state.hop.response.map { response in
                response.status == 0 ? "" : " in the middle of the answer, after \(state.received) bytes of its body"
            } ?? ""
        return RequestFailure(
            .reset, "\(place) \(verb) the connection\(what)", advice: "see the server's log", detail: detail,
            phase: state.phase)
    }

    static func closed(place: String, state: Attempt.State, detail: String) -> RequestFailure {
        if let gone = gone(place: place, state: state, detail: detail) { return gone }
        guard let response = state.hop.response, response.status != 0 else {
            return RequestFailure(
                .noAnswer, "\(place) closed the connection without an answer", advice: "see the server's log",
                detail: detail, phase: state.phase)
        }
        let announced = response.announcedSize.map { " of \($0)" } ?? ""
        return RequestFailure(
            .incomplete, "the answer ended after \(state.received)\(announced) bytes of its body",
            advice: "the server or something in between closed the connection too early", detail: detail,
            phase: .lastByte)
    }
}
