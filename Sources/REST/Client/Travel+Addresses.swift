import NIOCore
import Text

extension Travel {
    /// How long one address of several has at first before the next one is tried in its place; RFC 8305 5 begins that one
    /// beside it, after 250 ms.
    private static let addressPatience = TimeAmount.seconds(1)

    /// An address of several has said nothing for as long as it had.
    struct Silence: Error {}

    /// The addresses to connect to, in the order in which they are tried.
    func addresses(of host: String, port: Int, _ proxy: ProxyAddress?) async throws -> [SocketAddress] {
        if let path = options.route.unixSocket {
            guard let address = try? SocketAddress(unixDomainSocketPath: path) else {
                throw RequestFailure(
                    .badRequest, "the path of the socket, '\(path.clipped)', is too long for one",
                    advice: "about 100 bytes are the most that the system takes")
            }
            return [address]
        }
        do {
            return try await Resolver.addresses(of: host, port: port, options.route)
        } catch var failure as RequestFailure where proxy != nil {
            failure.kind = .proxy
            failure.summary = "the proxy cannot be used: \(failure.summary)"
            throw failure
        }
    }

    /// Tries addresses until one has a connection. Those that have said nothing when the others have failed are tried again,
    /// and have twice the time: a far one, and one whose first packet was lost, are slow and not gone.
    ///
    /// - Parameter open: connects from an address of this machine, nil for any, within a time, nil for all there is; throws
    ///   ``Silence`` when that is over.
    func first<Made>(
        of addresses: [SocketAddress], _ attempt: Attempt,
        _ open: (SocketAddress, _ source: String?, _ patience: TimeAmount?) async throws -> Made
    ) async throws -> Made {
        var first: (any Error)?
        var left = addresses
        var patience = Self.addressPatience
        while !left.isEmpty {
            var silent: [SocketAddress] = []
            for (index, address) in left.enumerated() {
                // Nothing is left to try in its place.
                let isAlone = silent.isEmpty && index == left.count - 1
                attempt.update { $0.isReached = false }
                do {
                    return try await open(address, try await source(to: address), isAlone ? nil : patience)
                } catch {
                    // Once a connection stands the answer is that of the server, wherever it lives.
                    let state = attempt.current
                    if state.isConnected || state.hop.timings.tls != nil || Task.isCancelled { throw error }
                    // Cancelled, and nobody has: what is left of an earlier try stood when it was the turn of another.
                    let isSilent = error is Silence || error is CancellationError && !isAlone
                    // An answer ("refused") tells more than silence does.
                    if isSilent { silent.append(address) } else { first = first ?? error }
                }
            }
            left = silent
            patience = patience * 2
        }
        throw first ?? ChannelError.eof
    }

    /// Where a connection to an address comes from; nil for what the system chooses.
    private func source(to address: SocketAddress) async throws -> String? {
        guard let name = options.route.source, options.route.unixSocket == nil else { return nil }
        return try await LocalAddress.find(name, to: address)
    }
}
