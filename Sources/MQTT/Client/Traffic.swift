public import NIOCore

/// What was read from or written to a connection in one go: whole control packets, one behind the other.
public struct Traffic: Sendable {
    /// Which way it went.
    public var direction: TapEvent.Direction
    /// The version in which it is to be read.
    public var version: ProtocolVersion
    /// When it was read or handed to the socket: microseconds since 1970.
    public var time: Int64
    /// The same on a clock that never goes back: nanoseconds since some start.
    public var uptime: Int64
    /// The packets as they went over the wire. Of the last one the end may be missing, when it is long.
    ///
    /// They may be a part of the read that they came in, and hold its memory.
    public var bytes: ByteBuffer
    /// Bytes of all packets, also of what is not kept of the last one.
    public var length: Int
    /// How many packets there are, when they are all PUBLISH and plain PUBREL; else nil, and they have to be counted.
    public var messages: Int?

    /// Traffic of its parts.
    public init(
        direction: TapEvent.Direction, version: ProtocolVersion, time: Int64, uptime: Int64, bytes: ByteBuffer,
        length: Int? = nil, messages: Int? = nil
    ) {
        self.direction = direction
        self.version = version
        self.time = time
        self.uptime = uptime
        self.bytes = bytes
        self.length = length ?? bytes.readableBytes
        self.messages = messages
    }

    /// The most bytes kept of a payload that is written in a write of its own, and of a packet that came in several reads.
    public static let headLimit = 4096
}
