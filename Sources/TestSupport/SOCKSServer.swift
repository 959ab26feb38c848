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
        (listener, port) = try LoopbackSocket.listen()
        LoopbackSocket.accept(on: listener, for: self) { $0.serve($1) }
    }

    deinit { LoopbackSocket.end(listener) }

    private func serve(_ client: Int32) {
        defer { close(client) }
        if let nonsense = options.nonsense {
            _ = LoopbackSocket.read(client, 3)
            LoopbackSocket.write(client, nonsense)
            return
        }
        guard let target = greet(client) else { return }
        defer { close(target) }
        LoopbackSocket.relay(client, target)
    }

    /// The talk up to the open way; answers with the socket to the target.
    private func greet(_ client: Int32) -> Int32? {
        guard let head = LoopbackSocket.read(client, 2), head[0] == 5,
            let methods = LoopbackSocket.read(client, Int(head[1]))
        else {
            return nil
        }
        if let account = options.account {
            guard methods.contains(2) else {
                LoopbackSocket.write(client, [5, 0xFF])
                return nil
            }
            LoopbackSocket.write(client, [5, 2])
            guard let start = LoopbackSocket.read(client, 2), let name = LoopbackSocket.read(client, Int(start[1])),
                let length = LoopbackSocket.read(client, 1), let password = LoopbackSocket.read(client, Int(length[0]))
            else { return nil }
            let isRight = name == Array(account.name.utf8) && password == Array(account.password.utf8)
            LoopbackSocket.write(client, [1, isRight ? 0 : 1])
            guard isRight else { return nil }
        } else {
            LoopbackSocket.write(client, [5, 0])
        }
        guard let request = LoopbackSocket.read(client, 4), let host = address(client, request[3]),
            let port = LoopbackSocket.read(client, 2)
        else {
            return nil
        }
        let number = Int(port[0]) << 8 | Int(port[1])
        asked.withLock { $0.append("\(host):\(number)") }
        if let refusal = options.refusal {
            LoopbackSocket.write(client, [5, refusal, 0, 1, 0, 0, 0, 0, 0, 0])
            return nil
        }
        guard let target = try? LoopbackSocket.connected(to: number) else {
            LoopbackSocket.write(client, [5, 5, 0, 1, 0, 0, 0, 0, 0, 0])
            return nil
        }
        // The reply names an address by a name: the longest form, and in two pieces.
        LoopbackSocket.write(client, [5, 0, 0, 3, 5] + Array("proxy".utf8.prefix(2)))
        LoopbackSocket.write(client, Array("proxy".utf8.dropFirst(2)) + [0, 1])
        return target
    }

    private func address(_ client: Int32, _ kind: UInt8) -> String? {
        switch kind {
        case 1: return LoopbackSocket.read(client, 4).map { "IPv4 " + $0.map(String.init).joined(separator: ".") }
        case 4:
            return LoopbackSocket.read(client, 16).map { bytes in
                var text = [CChar](repeating: 0, count: 64)
                _ = inet_ntop(AF_INET6, bytes, &text, 64)
                return "IPv6 " + String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            }
        case 3:
            guard let length = LoopbackSocket.read(client, 1), let name = LoopbackSocket.read(client, Int(length[0]))
            else { return nil }
            return "name " + String(decoding: name, as: UTF8.self)
        default: return nil
        }
    }
}
