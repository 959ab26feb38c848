import Glibc
import Testing

@testable import Opener

/// The loopback port that a browser is led back to.
@Suite("The end of where a browser is led back to", .timeLimit(.minutes(1))) struct RedirectListenerEndTests {
    /// A connection to a loopback port whose reads give up after five seconds.
    private func connect(_ port: Int) -> Int32 {
        let file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var patience = timeval(tv_sec: 5, tv_usec: 0)
        setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(file, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        #expect(status == 0)
        return file
    }

    private func send(_ text: String, to file: Int32) {
        #expect(write(file, text, text.utf8.count) == text.utf8.count)
    }

    /// All that comes until the end; nil when the end does not come.
    private func rest(of file: Int32) -> String? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(file, &buffer, buffer.count)
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            // Bytes that the listener has not read when it closes make it a reset, which is an end as well.
            if count < 0 { return errno == ECONNRESET ? String(decoding: bytes, as: UTF8.self) : nil }
            bytes += buffer[..<count]
        }
    }

    @Test("what a browser has opened without asking for anything ends with the listener")
    func idle() async throws {
        let place = try #require(RedirectListener.Place(""))
        let listener = try await RedirectListener.start(place, isOwn: { _ in true }) { _ in }
        let port = try #require(Int(listener.url.split(separator: ":")[2].prefix { $0.isNumber }))
        let idle = connect(port)
        send("GET / HT", to: idle)
        let other = connect(port)
        send("GET /favicon.ico HTTP/1.1\r\n\r\n", to: other)
        // Whoever came first was accepted first.
        #expect(rest(of: other)?.contains("404") == true)
        listener.close()
        #expect(rest(of: idle) == "")
        close(idle)
        close(other)
    }
}
