/// The versions of MQTT that are spoken. The raw value is the protocol level byte of CONNECT.
public enum ProtocolVersion: UInt8, Hashable, Sendable, CaseIterable, Comparable {
    /// MQTT 3.1, protocol name `MQIsdp`.
    case v31 = 3
    /// MQTT 3.1.1.
    case v311 = 4
    /// MQTT 5.0.
    case v5 = 5

    /// What people call it: "3.1", "3.1.1", "5".
    public var label: String {
        switch self {
        case .v31: "3.1"
        case .v311: "3.1.1"
        case .v5: "5"
        }
    }

    /// The protocol name that CONNECT carries (MQTT 5 3.1.2.1).
    public var protocolName: String { self == .v31 ? "MQIsdp" : "MQTT" }

    /// Older versions are less than newer ones.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
