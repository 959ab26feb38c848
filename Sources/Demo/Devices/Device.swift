import MQTT
import Text

/// One simulated device: pure, so the same seed and the same clock give the same messages.
protocol Device {
    /// The client identifier it connects with.
    var clientID: String { get }

    /// What it does at `now`. Called often, about ten times a second.
    mutating func step(at now: DemoTime, with random: inout SplitMix64) -> [DeviceAction]

    /// What it does about a message it had subscribed to.
    mutating func receive(_ message: Publish, at now: DemoTime) -> [DeviceAction]
}

extension Device {
    mutating func receive(_ message: Publish, at now: DemoTime) -> [DeviceAction] { [] }
}
