import MQTT
import Payloads

/// A filter as understood.
indirect enum FilterNode {
    case and(FilterNode, FilterNode)
    case or(FilterNode, FilterNode)
    case not(FilterNode)
    /// A part of a control packet.
    case part(PartTest)
    /// A field of an exchange, by Wireshark's name.
    case http(String, FilterComparison)
    /// A number or a text of the row itself.
    case row(RowFact, FilterComparison)
    /// Text anywhere in what is shown of it.
    case text(ByteSearch)
    case state(WireRow.Handshake)
    case direction(WireRow.Direction)
    /// Whether something is to be said of it.
    case verdict
    /// Whether it is of MQTT, or of HTTP.
    case isMQTT
    case isHTTP
    /// Whether a packet is damaged, or breaks a rule in itself.
    case damage(isMalformed: Bool)

    /// What a row knows without its bytes.
    enum RowFact {
        case number, length, connection
    }
}

/// A comparison of a part of a packet.
struct PartTest {
    /// The parts that have the name, a bit each.
    var parts: UInt64
    /// The packet that it is a part of, where the name says so.
    var packet: PacketType?
    /// The property that it is a part of, where the name says so.
    var property: PropertyID?
    var comparison: FilterComparison

    // Fewer than 64 parts: a test keeps them as the bits of one word.
    static func bit(_ part: PacketPart) -> UInt64 { 1 << UInt64(part.rawValue) }
}

/// What a field is compared with.
enum FilterComparison {
    enum Operator {
        case equal, unequal, less, lessOrEqual, greater, greaterOrEqual
    }

    /// It is there.
    case exists
    case number(Operator, UInt64)
    case text(Operator, [UInt8])
    case contains([UInt8])
    case numbers(Set<UInt64>)
    case texts(Set<[UInt8]>)

    /// Whether a field must be there and not be that: of several none may be (Wireshark 4).
    var isNegative: Bool {
        switch self {
        case .number(.unequal, _), .text(.unequal, _): true
        default: false
        }
    }
}
