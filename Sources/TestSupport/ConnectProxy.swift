import Foundation
import Glibc
import Synchronization

/// An HTTP proxy (RFC 9110 9.3.6) on loopback that notes what it is asked and connects to 127.0.0.1, whatever host was
/// named. Each connection has a thread of its own; the listener closes with this object.
public final class ConnectProxy: Sendable {
    /// Where it listens.
    public let port: Int
    private let listener: Int32
    private let refusal: String?
    private let heads = Mutex<[String]>([])

    /// What it was asked, each as its whole head.
    public var requests: [String] { heads.withLock { $0 } }

    /// Starts it.
    /// - Parameter refusal: a status and reason that it answers instead of connecting, such as `403 Forbidden`.
    public init(refusal: String? = nil) throws {
        self.refusal = refusal
        (listener, port) = try LoopbackSocket.listen()
        LoopbackSocket.accept(on: listener, for: self) { $0.serve($1) }
    }

    deinit { LoopbackSocket.end(listener) }

    private func serve(_ client: Int32) {
        defer { close(client) }
        var bytes: [UInt8] = []
        while !bytes.suffix(4).elementsEqual("\r\n\r\n".utf8) {
            guard bytes.count < 10_000, let byte = LoopbackSocket.read(client, 1) else { return }
            bytes += byte
        }
        let head = String(decoding: bytes, as: UTF8.self)
        heads.withLock { $0.append(head) }
        let words = head.split(separator: " ")
        guard words.count > 1, words[0] == "CONNECT",
            let port = words[1].split(separator: ":").last.flatMap({ Int($0) })
        else { return LoopbackSocket.write(client, Array("HTTP/1.1 405 Not Here\r\nContent-Length: 0\r\n\r\n".utf8)) }
        if let refusal {
            return LoopbackSocket.write(client, Array("HTTP/1.1 \(refusal)\r\nContent-Length: 0\r\n\r\n".utf8))
        }
        guard let target = try? LoopbackSocket.connected(to: port) else { return }
        defer { close(target) }
        LoopbackSocket.write(client, Array("HTTP/1.1 200 Connection established\r\n\r\n".utf8))
        LoopbackSocket.relay(client, target)
    }
}
