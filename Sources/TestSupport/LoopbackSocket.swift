import Foundation
import Glibc

/// Blocking TCP sockets on 127.0.0.1, as the system has them.
package enum LoopbackSocket {
    /// A socket that listens on a free port of 127.0.0.1.
    package static func listen() throws(SocketFailure) -> (socket: Int32, port: Int) {
        let socket = try made()
        var address = loopback(port: 0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withPointer(&address) { pointer in
            bind(socket, pointer, size) == 0 && Glibc.listen(socket, 8) == 0 && getsockname(socket, pointer, &size) == 0
        }
        guard isListening else { throw failure("listen", closing: socket) }
        return (socket, Int(UInt16(bigEndian: address.sin_port)))
    }

    /// A socket connected to a port of 127.0.0.1.
    package static func connected(to port: Int) throws(SocketFailure) -> Int32 {
        let socket = try made()
        var address = loopback(port: port)
        let isOpen = withPointer(&address) { connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0 }
        guard isOpen else { throw failure("connect", closing: socket) }
        return socket
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
                write(ends[to].fd, Array(bytes[..<count]))
            }
        }
    }

    /// Gives each connection that comes to a listener a thread of its own, as long as its owner lives.
    static func accept<Owner: AnyObject & Sendable>(
        on listener: Int32, for owner: Owner, _ serve: @escaping @Sendable (Owner, Int32) -> Void
    ) {
        Thread.detachNewThread { [weak owner] in
            while true {
                let client = Glibc.accept(listener, nil, nil)
                guard client >= 0 else { return }
                guard let owner else {
                    close(client)
                    return
                }
                Thread.detachNewThread { serve(owner, client) }
            }
        }
    }

    /// Ends a listener, and with it the thread that waits for connections.
    static func end(_ listener: Int32) {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// Whether nobody listens on a port, and who wants to can.
    static func isFree(_ port: Int) -> Bool {
        guard let socket = try? made() else { return false }
        defer { close(socket) }
        var yes: Int32 = 1
        setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = loopback(port: port)
        return withPointer(&address) { bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0 }
    }

    private static func made() throws(SocketFailure) -> Int32 {
        let made = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        if made < 0 { throw SocketFailure("socket") }
        return made
    }

    /// What failed last, said before closing the socket can change the system's reason.
    private static func failure(_ call: String, closing socket: Int32) -> SocketFailure {
        let failure = SocketFailure(call)
        close(socket)
        return failure
    }

    /// Bytes of a socket, as many as this; nil when it ends before.
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

    /// Writes all bytes, or as many as the other side takes.
    package static func write(_ socket: Int32, _ bytes: [UInt8]) {
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
