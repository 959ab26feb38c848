import Glibc
import NIOCore
import Text

/// The address of this machine that connections come from, where a request names one: curl's `--interface`.
enum LocalAddress {
    /// The address to come from on the way to another one.
    /// - Parameter name: an interface, an address or a host; `if!NAME` an interface alone, `host!NAME` no interface.
    /// - Throws: ``RequestFailure`` of kind `localAddress` when there is nothing of that name, of kind `unreachable` when it
    ///   has no address of the family that is asked for.
    static func find(_ name: String, to address: SocketAddress) async throws -> String {
        let isInterface = name.hasPrefix("if!")
        let isHost = name.hasPrefix("host!")
        let bare =
            isInterface || isHost
            ? String(name[name.index(after: name.firstIndex(of: "!") ?? name.startIndex)...]) : name
        if !isHost, let found = addresses(ofInterface: bare) {
            return try fitting(found, to: address, bare)
        }
        guard !isInterface else { throw unknown("this machine has no network interface '\(bare.clipped)'") }
        do {
            let found = try await Resolver.addresses(of: bare, port: 0)
            return try fitting(found.compactMap(\.ipAddress), to: address, bare)
        } catch let failure as RequestFailure where failure.kind == .nameNotFound {
            throw unknown("'\(bare.clipped)' is neither a network interface nor an address of this machine")
        }
    }

    private static func unknown(_ words: String) -> RequestFailure {
        RequestFailure(.localAddress, words, advice: "`ip address` lists them", phase: .connect)
    }

    private static func fitting(
        _ addresses: [String], to address: SocketAddress, _ name: String
    ) throws(RequestFailure) -> String {
        let size = address.protocol == .inet6 ? 16 : 4
        if let found = addresses.first(where: { IPAddress.bytes($0)?.count == size }) { return found }
        throw RequestFailure(
            .unreachable, "\(name.clipped) has no address of \(size == 16 ? "IPv6" : "IPv4") to come from",
            advice: "name another interface or address", phase: .connect)
    }

    /// The addresses of a network interface, those of the link last; nil when there is no such interface.
    private static func addresses(ofInterface name: String) -> [String]? {
        var first: UnsafeMutablePointer<ifaddrs>?
        guard !name.isEmpty, getifaddrs(&first) == 0 else { return nil }
        defer { freeifaddrs(first) }
        var found: [String]?
        var entry = first
        while let place = entry {
            let interface = place.pointee
            entry = interface.ifa_next
            guard String(cString: interface.ifa_name) == name else { continue }
            // There is such an interface, were it without an address.
            found = found ?? []
            guard let address = interface.ifa_addr, let text = text(address) else { continue }
            found?.append(text)
        }
        // From one of the link no other network is reached: the last choice.
        return found.map { $0.filter { !$0.hasPrefix("fe80:") } + $0.filter { $0.hasPrefix("fe80:") } }
    }

    private static func text(_ address: UnsafeMutablePointer<sockaddr>) -> String? {
        switch Int32(address.pointee.sa_family) {
        case AF_INET:
            address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { SocketAddress($0.pointee).ipAddress }
        case AF_INET6:
            address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { SocketAddress($0.pointee).ipAddress }
        default: nil
        }
    }
}
