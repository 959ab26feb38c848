import NIOCore

/// What a stretch of the stream from the server turned out to be.
enum StreamElement: Sendable {
    /// Messages, and the plain PUBRELs among them.
    case messages(MessageBatch)
    /// Any other packet, and its bytes: a slice of the read, for a tap.
    indirect case packet(Packet, bytes: ByteBuffer)
    /// A breach that leaves the stream readable, of the packet that follows; or of one that is handed out in no other way,
    /// when there are `bytes`.
    indirect case violation(ProtocolViolation, bytes: ByteBuffer?)
}
