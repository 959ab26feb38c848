import Glibc
import Synchronization
import TestSupport

/// A server that answers CONNECT and SUBSCRIBE of MQTT 3.1.1 and then sends a prepared stream as fast as the socket takes it.
///
/// One thread, blocking calls: it must cost as little as possible beside the reader that is measured.
final class ReplayServer: Sendable {
    /// The loopback port it listens on.
    let port: Int
    private let listener: Int32
    private let stream: ReplayStream
    private let last: ReplayStream?
    private let wanted = Atomic<Int>(0)
    private let thread = Atomic<UInt>(0)

    /// Packets that the next connection gets; the stream is repeated.
    var packets: Int {
        get { wanted.load(ordering: .relaxed) }
        set { wanted.store(newValue, ordering: .relaxed) }
    }

    /// Listens on a free loopback port.
    /// - Parameter last: what each connection gets after the stream.
    init(stream: ReplayStream, then last: ReplayStream? = nil) throws(SocketFailure) {
        self.stream = stream
        self.last = last
        (listener, port) = try LoopbackSocket.listen()
    }

    /// Serves one connection after another on a thread of its own, until the process ends.
    func start() {
        let thread = Thread.start { self.serve() }
        self.thread.store(UInt(thread), ordering: .relaxed)
    }

    /// Processor seconds of its thread.
    func cpu() -> Double {
        var clock = clockid_t()
        pthread_getcpuclockid(pthread_t(thread.load(ordering: .relaxed)), &clock)
        return Benchmarks.cpu(clock)
    }

    private func serve() {
        while true {
            let socket = accept(listener, nil, nil)
            if socket < 0 { return }
            if greet(socket) {
                send(on: socket)
                awaitEnd(of: socket)
            }
            close(socket)
        }
    }

    /// Reads packets until SUBSCRIBE has been answered.
    private func greet(_ socket: Int32) -> Bool {
        var received: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(socket, &chunk, chunk.count)
            if count <= 0 { return false }
            received.append(contentsOf: chunk[0..<count])
            // Both packets are short: one byte of remaining length.
            while received.count >= 2, received.count >= 2 + Int(received[1]) {
                let packet = Array(received[0..<(2 + Int(received[1]))])
                received.removeFirst(packet.count)
                switch packet[0] >> 4 {
                case 1:
                    LoopbackSocket.write(socket, [0x20, 2, 0, 0])
                case 8:
                    LoopbackSocket.write(socket, [0x90, 3, packet[2], packet[3], 0])
                    return true
                default:
                    break
                }
            }
        }
    }

    private func send(on socket: Int32) {
        if send(stream.bytes, packets * stream.packetSize, on: socket), let last {
            _ = send(last.bytes, last.bytes.count, on: socket)
        }
    }

    /// Sends so many bytes of a stream that repeats.
    private func send(_ bytes: [UInt8], _ count: Int, on socket: Int32) -> Bool {
        var left = count
        return bytes.withUnsafeBytes { bytes in
            var at = 0
            while left > 0 {
                let piece = min(1 << 20, bytes.count - at, left)
                let count = Glibc.send(socket, bytes.baseAddress?.advanced(by: at), piece, Int32(MSG_NOSIGNAL))
                if count <= 0 { return false }
                left -= count
                at = at + count == bytes.count ? 0 : at + count
            }
            return true
        }
    }

    /// The reader says when it has enough.
    private func awaitEnd(of socket: Int32) {
        var chunk = [UInt8](repeating: 0, count: 4096)
        while read(socket, &chunk, chunk.count) > 0 {}
    }
}
