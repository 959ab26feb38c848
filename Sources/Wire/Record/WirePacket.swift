public import MQTT

/// One MQTT control packet as it went over the wire.
public struct WirePacket: Sendable, Equatable {
    /// What it is.
    public var type: PacketType
    /// The version in which its bytes are to be read.
    public var version: ProtocolVersion
    /// Its bytes from the first on; of a long one the first ``headLimit`` at least.
    public var bytes: [UInt8]
    /// Bytes of the whole packet.
    public var length: Int
    /// The topic of a PUBLISH that names it by an alias alone, where the packet that has set the alias was seen; else
    /// empty (MQTT 5 3.3.2.3.4).
    public var aliasedTopic = ""

    /// What is said of its texts that nobody may read.
    public var names = SpokenNames()

    /// A packet of its bytes, all of them unless `length` says that there were more.
    public init(_ type: PacketType, version: ProtocolVersion, bytes: [UInt8], length: Int? = nil) {
        self.type = type
        self.version = version
        self.bytes = bytes
        self.length = length ?? bytes.count
    }

    /// Bytes that are kept of a packet however long it is.
    public static let headLimit = 4096

    /// Whether it is a PUBLISH.
    public var isMessage: Bool { type == .publish }

    /// Topic and bytes of the payload of a PUBLISH; nil for another packet, and when an alias alone names the topic
    /// that nobody has seen set.
    public var message: (topic: String, size: Int)? { WireWords.message(in: self) }

    /// Whether there was more of it than is kept.
    public var isCut: Bool { bytes.count < length }
}
