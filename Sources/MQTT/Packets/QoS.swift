/// How hard a PUBLISH is delivered (MQTT 5 4.3).
public enum QoS: UInt8, Hashable, Sendable, CaseIterable, Comparable {
    /// QoS 0: sent once, never acknowledged.
    case atMostOnce = 0
    /// QoS 1: sent until acknowledged, may arrive twice.
    case atLeastOnce = 1
    /// QoS 2: arrives exactly once.
    case exactlyOnce = 2

    /// Weaker delivery is less than stronger.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
