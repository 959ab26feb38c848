/// One field of a packet on the wire, as the standard names it.
public struct WireField: Sendable, Equatable {
    /// The standard's name, as "Packet Identifier".
    public var name: String
    /// The name under which Wireshark's filters know it, as "mqtt.msgid"; empty where they know none.
    public var filterName: String
    /// What it says, as text: "7", "home/a"; of a secret only when that was asked for.
    public var value: String
    /// What the value means: "At least once"; empty where the value says it all.
    public var meaning: String
    /// The bytes of the packet that it is made of, counted from the packet's first; empty where the field is implied.
    public var range: Range<Int>
    /// The bits of the first byte of ``range`` that it is made of; nil for whole bytes.
    public var bits: UInt8?
    /// How deep it lies: 0 for a field of the packet, 1 for one within such a field.
    public var depth: Int
    /// Whether no byte tells it: the standard gives the value of what is left out.
    public var isImplied: Bool
    /// Whether its bytes are not shown unless that is asked for.
    public var isSecret: Bool
    /// Where the standard speaks of it, as "3.3.1.2".
    public var section: String

    /// A field of those bytes; of whole ones, as deep as the packet, and not secret, unless it is said.
    public init(
        _ name: String, _ value: String, meaning: String = "", at range: Range<Int>, filterName: String = "",
        bits: UInt8? = nil, depth: Int = 0, isImplied: Bool = false, isSecret: Bool = false, section: String = ""
    ) {
        self.name = name
        self.value = value
        self.meaning = meaning
        self.range = range
        self.filterName = filterName
        self.bits = bits
        self.depth = depth
        self.isImplied = isImplied
        self.isSecret = isSecret
        self.section = section
    }
}
