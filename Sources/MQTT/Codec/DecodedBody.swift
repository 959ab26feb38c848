/// A packet whose payload is still in the bytes it was read from: payloads are sliced, not copied.
struct DecodedBody {
    var packet: Packet
    /// Bytes at the end of the packet that are the payload of a PUBLISH.
    var payloadLength = 0
    /// What is wrong with it and was let pass.
    var violation: ProtocolViolation?
}
