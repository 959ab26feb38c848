import MQTT

/// A part of a packet that a walk comes by; nothing is made of its bytes.
struct WalkedPart {
    /// Which.
    var part: PacketPart
    /// Its bytes, counted from the packet's first; beyond those that are kept where only the packet's head is.
    var range: Range<Int>
    /// The value of a number, a code, a flag.
    var number: UInt32 = 0
    /// How deep it lies.
    var depth = 0
    /// The property that it belongs to.
    var property: PropertyID?
    /// Whether the standard gives the value, and no byte does.
    var isImplied = false
}

/// What a walk over a packet tells besides its parts.
enum WalkNote {
    /// The packet cannot be read on from there, or not all of it.
    case malformed(String)
    /// It can, and breaks a rule.
    case breach(String)
    /// Only so many of its bytes are kept.
    case notKept(Int)
    /// The version is not known, and what follows is read in this one.
    case versionUnknown(ProtocolVersion)
}

/// What goes along on a walk over a packet.
protocol PacketVisitor {
    /// Whether it wants to hear of damage and of what is left out: words are made for those who do alone.
    var wantsNotes: Bool { get }
    /// A part; answers whether the walk is to go on.
    mutating func visit(_ part: WalkedPart) -> Bool
    /// Something that is to be said of those bytes.
    mutating func note(_ note: WalkNote, at range: Range<Int>)
    /// What packet it is, as soon as that is known, and how it is read.
    mutating func begins(_ packet: PacketType, in version: ProtocolVersion)
}
