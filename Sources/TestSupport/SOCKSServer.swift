import Foundation
import Glibc
import Synchronization

/// A SOCKS5 proxy (RFC 1928, RFC 1929) on loopback that notes what it is asked and connects to 127.0.0.1, whatever host was
/// named. Each connection has a thread of its own; the listener closes with this object.
public final class SOCKSServer: Sendable {
    /// How the proxy behaves.
    public struct Options: Sendable {
        /// The user name and password it wants; nil wants none.
        public var account: (name: String, password: String)?
        /// What it answers to CONNECT instead of connecting; nil connects.
        public var refusal: UInt8?
        /// Bytes it sends instead of SOCKS.
        public var nonsense: [UInt8]?

        /// A proxy for everybody.
        public init() {}
    }

    /// Where it listens.
    public let port: Int
    private let listener: Int32
    private let options: Options
    private let asked = Mutex<[String]>([])

    /// The addresses asked for, such as `name broker.example:1883`, `IPv4 127.0.0.1:1883`, `IPv6 ::1:1883`.
    public var requests: [String] { asked.withLock { $0 } }

    /// Starts it.
    public init(_ options: Options = Options()) throws {
        self.options = options
        (listener, port) = try Self.listen()
        let socket = listener
        Thread.detachNewThread { [weak self] in
            while true {
                let client = accept(socket, nil, nil)
                guard client >= 0 else { return }
                guard let self else {
                    close(client)
                    return
                }
                Thread.detachNewThread { self.serve(client) }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private func serve(_ client: Int32) {
        defer { close(client) }
        if let nonsense = options.nonsense {
            _ = Self.read(client, 3)
            Self.write(client, nonsense)
            return
        }
        guard let target = greet(client) else { return }
        defer { close(target) }
        Self.relay(client, target)
    }

    /// A socket that listens on a free port of 127.0.0.1.
    static func listen() throws -> (socket: Int32, port: Int) {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = Self.loopback(port: 0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = Self.withPointer(&address) { pointer in
            bind(socket, pointer, size) == 0 && Glibc.listen(socket, 8) == 0 && getsockname(socket, pointer, &size) == 0
        }
        guard status else { throw TestFailure("No socket for a proxy: \(errnoText())") }
        return (socket, Int(UInt16(bigEndian: address.sin_port)))
    }

    /// A socket connected to a port of 127.0.0.1; nil when nobody listens.
    static func connected(to port: Int) -> Int32? {
        let target = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = Self.loopback(port: port)
        let isOpen = Self.withPointer(&address) { connect(target, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0 }
        if isOpen { return target }
        close(target)
        return nil
    }

    /// Carries bytes both ways until one side closes.
    static func relay(_ client: Int32, _ target: Int32) {
        var ends = [
            pollfd(fd: client, events: Int16(POLLIN), revents: 0),
            pollfd(fd: target, events: Int16(POLLIN), revents: 0),
        ]
        var bytes = [UInt8](repeating: 0, count: 65_536)
        while poll(&ends, 2, -1) > 0 {
            for (from, to) in [(0, 1), (1, 0)] where ends[from].revents != 0 {
                let count = Glibc.read(ends[from].fd, &bytes, bytes.count)
                if count <= 0 { return }
                Self.write(ends[to].fd, Array(bytes[..<count]))
            }
        }
    }

    /// The talk up to the open way; answers with the socket to the target.
    private func greet(_ client: Int32) -> Int32? {
        guard let head = Self.read(client, 2), head[0] == 5, let methods = Self.read(client, Int(head[1])) else {
            return nil
        }
        if let account = options.account {
            guard methods.contains(2) else {
                Self.write(client, [5, 0xFF])
                return nil
            }
            Self.write(client, [5, 2])
            guard let start = Self.read(client, 2), let name = Self.read(client, Int(start[1])),
                let length = Self.read(client, 1), let password = Self.read(client, Int(length[0]))
            else { return nil }
            let isRight = name == Array(account.name.utf8) && password == Array(account.password.utf8)
            Self.write(client, [1, isRight ? 0 : 1])
            guard isRight else { return nil }
        } else {
            Self.write(client, [5, 0])
        }
        guard let request = Self.read(client, 4), let host = address(client, request[3]),
            let port = Self.read(client, 2)
        else {
            return nil
        }
        let number = Int(port[0]) << 8 | Int(port[1])
        asked.withLock { $0.append("\(host):\(number)") }
        if let refusal = options.refusal {
            Self.write(client, [5, refusal, 0, 1, 0, 0, 0, 0, 0, 0])
            return nil
        }
        guard let target = Self.connected(to: number) else {
            Self.write(client, [5, 5, 0, 1, 0, 0, 0, 0, 0, 0])
            return nil
        }
        // The reply names an address by a name: the longest form, and in two pieces.
        Self.write(client, [5, 0, 0, 3, 5] + Array("proxy".utf8.prefix(2)))
        Self.write(client, Array("proxy".utf8.dropFirst(2)) + [0, 1])
        return target
    }

    private func address(_ client: Int32, _ kind: UInt8) -> String? {
        switch kind {
        case 1: return Self.read(client, 4).map { "IPv4 " + $0.map(String.init).joined(separator: ".") }
        case 4:
            return Self.read(client, 16).map { bytes in
                var text = [CChar](repeating: 0, count: 64)
                _ = inet_ntop(AF_INET6, bytes, &text, 64)
                return "IPv6 " + String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            }
        case 3:
            guard let length = Self.read(client, 1), let name = Self.read(client, Int(length[0])) else { return nil }
            return "name " + String(decoding: name, as: UTF8.self)
        default: return nil
        }
    }

    static func read(_ socket: Int32, _ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let got = bytes.withUnsafeMutableBytes {
                Glibc.read(socket, $0.baseAddress?.advanced(by: done), count - done)
            }
            if got <= 0 { return nil }
            done += got
        }
        return bytes
    }

    static func write(_ socket: Int32, _ bytes: [UInt8]) {
        var done = 0
        while done < bytes.count {
            let sent = bytes.withUnsafeBytes {
                send(socket, $0.baseAddress?.advanced(by: done), bytes.count - done, Int32(MSG_NOSIGNAL))
            }
            if sent <= 0 { return }
            done += sent
        }
    }

    private static func loopback(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = in_port_t(UInt16(port)).bigEndian
        return address
    }

    private static func withPointer<Result>(
        _ address: inout sockaddr_in, _ body: (UnsafeMutablePointer<sockaddr>) -> Result
    ) -> Result {
        withUnsafeMutablePointer(to: &address) { $0.withMemoryRebound(to: sockaddr.self, capacity: 1, body) }
    }
}
