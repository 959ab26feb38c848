public import NIOCore
import Text

/// One control packet that went by, as far as it helps to tell how a connection ended.
public struct PacketNote: Hashable, Sendable {
    /// What it is.
    public var type: PacketType
    /// Its packet identifier; 0 for none, or where nobody looked.
    public var packetID: UInt16 = 0
    /// The topic of a PUBLISH that was sent, the filters of a SUBSCRIBE or UNSUBSCRIBE.
    public var subjects: [String] = []
    /// What is said of them where nobody may read them; nil says them as they are.
    var spoken: [String]?
    /// The QoS of a PUBLISH that was sent.
    public var qos = QoS.atMostOnce
    /// Bytes of its payload.
    public var payloadSize = 0
    /// How long before the end of the connection it went by.
    public internal(set) var before = TimeAmount.zero
    /// When it went by.
    var at: NIODeadline
    /// The topic as it was sent, and its alias: what the two stand for is looked up at the end of the connection alone.
    var topic = ""
    var alias: UInt16?

    /// ``before`` in words: `5 ms`.
    public var age: String { ConnectionCause.time(before) }

    init(_ type: PacketType, at: NIODeadline) {
        self.type = type
        self.at = at
    }
}

extension PacketNote: CustomStringConvertible {
    /// The packet in a few words: `SUBSCRIBE #`, `PUBLISH home/lamp (QoS 2, 12 B)`.
    public var description: String {
        switch type {
        case .publish where !subjects.isEmpty:
            "\(type.name) \(Self.list(spoken ?? subjects)) (QoS \(qos.rawValue), \(payloadSize) B)"
        case _ where !subjects.isEmpty: "\(type.name) \(Self.list(spoken ?? subjects))"
        default: type.name
        }
    }

    /// `a, b and 3 more`, each short enough for a line and without what would drive a terminal.
    static func list(_ texts: [String]) -> String {
        let most = 3
        // Four are shown as two "and 2 more": "and 1 more" would take the room of the fourth.
        let shown = texts.prefix(texts.count == most + 1 ? most - 1 : most).map(short)
        if shown.count < texts.count {
            return "\(shown.joined(separator: ", ")) and \(texts.count - shown.count) more"
        }
        guard let last = shown.last, shown.count > 1 else { return shown.joined() }
        return "\(shown.dropLast().joined(separator: ", ")) and \(last)"
    }

    private static func short(_ text: String) -> String {
        ShownText.printable(text).clipped(to: 40)
    }
}

/// The last few packets of one direction. Adding one allocates nothing once there were as many.
struct RecentPackets: Sendable {
    /// How many are kept.
    static let most = 4

    private var slots: [PacketNote] = []
    private var next = 0

    mutating func add(_ note: PacketNote) {
        if slots.count < Self.most {
            slots.append(note)
        } else {
            slots[next] = note
        }
        next = (next + 1) % Self.most
    }

    /// The newest.
    var last: PacketNote? { slots.isEmpty ? nil : slots[(next + Self.most - 1) % Self.most] }

    /// The oldest first.
    var all: [PacketNote] { slots.count < Self.most ? slots : Array(slots[next...] + slots[..<next]) }
}
