import Dispatch
import Glibc
import Synchronization

/// A port of loopback that answers no attempt to connect, as one behind a firewall that drops them, until it is told to:
/// its queue of connections is full.
public final class SilentPort: Sendable {
    /// Where it listens.
    public let address: String
    /// The port there.
    public let port: Int
    private let listener: Int32
    /// The connections that fill its queue; nil when it serves.
    private let waiting: Mutex<[Int32]?>

    /// - Parameter port: 0 for any.
    public init(_ address: String = "127.0.0.2", port: Int = 0) throws {
        let listener = Self.socket()
        var place = Self.place(address, port)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &place) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                // A queue of none takes one.
                bind(listener, $0, size) == 0 && listen(listener, 0) == 0 && getsockname(listener, $0, &size) == 0
            }
        }
        guard isBound else { throw TestFailure("no port on \(address): \(String(cString: strerror(errno)))") }
        self.address = address
        self.listener = listener
        self.port = Int(UInt16(bigEndian: place.sin_port))
        waiting = Mutex(try Self.fill(place))
    }

    deinit {
        let waiting = waiting.withLock { $0 }
        waiting?.forEach { close($0) }
        // Whoever serves closes it at the end of its accept(2).
        if waiting == nil { shutdown(listener, Int32(SHUT_RDWR)) } else { close(listener) }
    }

    /// From now on each request is answered with these bytes, and its connection closed. The system of whoever waits tries
    /// again after a second.
    public func answer(_ text: String) {
        guard let waiting = waiting.withLock({ $0.take() }) else { return }
        waiting.forEach { close($0) }
        let listener = listener
        DispatchQueue.global().async {
            // Who connects and says nothing keeps the next one waiting.
            var patience = timeval(tv_sec: 5, tv_usec: 0)
            while case let connection = accept(listener, nil, nil), connection >= 0 {
                setsockopt(
                    connection, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
                var request = [UInt8](repeating: 0, count: 4096)
                if read(connection, &request, request.count) > 0 {
                    _ = Array(text.utf8).withUnsafeBytes { write(connection, $0.baseAddress, $0.count) }
                }
                close(connection)
            }
            close(listener)
        }
    }

    /// Connects until nobody answers any more.
    private static func fill(_ place: sockaddr_in) throws -> [Int32] {
        var place = place
        var made: [Int32] = []
        while made.count < 16 {
            let socket = socket(SOCK_NONBLOCK.rawValue)
            made.append(socket)
            _ = withUnsafePointer(to: &place) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            var stands = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
            // Loopback answers within connect(2) when it answers.
            if poll(&stands, 1, 200) == 0 { return made }
        }
        made.forEach { close($0) }
        throw TestFailure("a listener without room goes on to answer")
    }

    private static func socket(_ flags: UInt32 = 0) -> Int32 {
        Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | flags), 0)
    }

    private static func place(_ address: String, _ port: Int) -> sockaddr_in {
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = in_port_t(UInt16(port).bigEndian)
        inet_pton(AF_INET, address, &place.sin_addr)
        return place
    }
}
