import Glibc

/// A socket call failed; names the call and the system's reason.
struct SocketFailure: Error, CustomStringConvertible {
    let call: String
    let code: Int32

    init(_ call: String) {
        self.call = call
        code = errno
    }

    var description: String { "\(call): \(String(cString: strerror(code)))" }
}

/// Blocking TCP sockets on 127.0.0.1.
enum LoopbackSocket {
    /// Listens on a free port.
    static func listen() throws(SocketFailure) -> (descriptor: Int32, port: Int) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if descriptor < 0 { throw SocketFailure("socket") }
        var address = loopback(port: 0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        try withAddress(&address) { (pointer: UnsafeMutablePointer<sockaddr>) throws(SocketFailure) in
            if bind(descriptor, pointer, size) != 0 { throw SocketFailure("bind") }
            if Glibc.listen(descriptor, 8) != 0 { throw SocketFailure("listen") }
            if getsockname(descriptor, pointer, &size) != 0 { throw SocketFailure("getsockname") }
        }
        return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
    }

    /// Connects to a port.
    static func connect(port: Int) throws(SocketFailure) -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if descriptor < 0 { throw SocketFailure("socket") }
        var address = loopback(port: port)
        try withAddress(&address) { (pointer: UnsafeMutablePointer<sockaddr>) throws(SocketFailure) in
            if Glibc.connect(descriptor, pointer, socklen_t(MemoryLayout<sockaddr_in>.size)) != 0 {
                throw SocketFailure("connect")
            }
        }
        return descriptor
    }

    /// Writes a short packet whole.
    static func write(_ bytes: [UInt8], to descriptor: Int32) {
        _ = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    }

    private static func loopback(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = in_port_t(UInt16(port)).bigEndian
        return address
    }

    private static func withAddress(
        _ address: inout sockaddr_in, _ body: (UnsafeMutablePointer<sockaddr>) throws(SocketFailure) -> Void
    ) throws(SocketFailure) {
        let outcome = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { rebound in
                Result { () throws(SocketFailure) in try body(rebound) }
            }
        }
        try outcome.get()
    }
}
