import Glibc
import NIOCore

extension ConnectionHandler {
    func tapEvent(_ direction: TapEvent.Direction, _ type: PacketType, _ bytes: ByteBuffer) -> TapEvent {
        TapEvent(direction: direction, type: type, version: version, time: Self.wallClock(), bytes: bytes)
    }

    /// Microseconds since 1970.
    static func wallClock() -> Int64 {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1000
    }

    func tapAll(of batch: MessageBatch) {
        guard let tap else { return }
        batch.forEachPacket { type, bytes in tap(tapEvent(.received, type, bytes)) }
    }

    /// Tells of the packet in `out` that begins at `start`. The bytes are copied: `out` goes on growing.
    func tapSent(_ type: PacketType, in out: ByteBuffer, from start: Int) {
        guard let tap, let bytes = out.getBytes(at: start, length: out.writerIndex - start) else { return }
        tap(tapEvent(.sent, type, ByteBuffer(bytes: bytes)))
    }

    /// Acknowledgements come encoded, several in one buffer: the second byte of each is its length, since none that is
    /// gathered has properties.
    func tapAcknowledgements(_ gathered: ByteBuffer) {
        guard let tap else { return }
        var rest = gathered
        while let first = rest.getInteger(at: rest.readerIndex, as: UInt8.self),
            let length = rest.getInteger(at: rest.readerIndex + 1, as: UInt8.self),
            let bytes = rest.readSlice(length: Int(length) + 2), let type = PacketType(rawValue: first >> 4)
        {
            tap(tapEvent(.sent, type, bytes))
        }
    }
}
