import MQTT
import NIOCore
import Text

/// A lamp that can be switched: `home/hall/lamp` is its retained state, `home/hall/lamp/set` what it obeys. It also adopts
/// a state that somebody else publishes, as the REST services do: the last word there is the truth.
struct HallLamp: Device {
    let clientID = "hall-lamp"
    private static let topic = "home/hall/lamp"
    private var state = LampState()
    private var isConnected = false
    private var heartbeat = Metronome(every: .seconds(20))

    mutating func step(at now: DemoTime, with random: inout SplitMix64) -> [DeviceAction] {
        var actions: [DeviceAction] = []
        if !isConnected {
            isConnected = true
            let command = Subscription(filter: "\(Self.topic)/set", qos: .atLeastOnce, retainHandling: .doNotSend)
            // Not what it says itself.
            let others = Subscription(
                filter: Self.topic, qos: .atLeastOnce, noLocal: true, retainHandling: .doNotSend)
            actions.append(.connect(.device(clientID, availability: "\(Self.topic)/availability")))
            actions.append(.publish(.device("\(Self.topic)/availability", "online", qos: .atLeastOnce, retain: true)))
            actions.append(.subscribe([command, others]))
        }
        if heartbeat.isDue(at: now) { actions.append(publication) }
        return actions
    }

    mutating func receive(_ message: Publish, at now: DemoTime) -> [DeviceAction] {
        // No command is longer; a large payload is not worth the look.
        if message.payload.readableBytes > 1_000 { return [] }
        if message.topic == Self.topic {
            // Published already; what it does not understand is corrected by the next heartbeat.
            _ = state.obey(message.text)
            return []
        }
        guard state.obey(message.text) else {
            return [.publish(.device("\(Self.topic)/error", "not understood: \(message.text.prefix(80))"))]
        }
        return [publication]
    }

    private var publication: DeviceAction {
        .publish(.device(Self.topic, state.json, qos: .atLeastOnce, retain: true))
    }
}
