import MQTT

/// A lamp that can be switched: `home/hall/lamp` is its retained state, `home/hall/lamp/set` what it obeys.
///
/// It understands `{"on":true}`, `{"brightness":40}`, both in one object, and the words on, off and toggle.
struct HallLamp: Device {
    let clientID = "hall-lamp"
    private static let topic = "home/hall/lamp"
    private var isOn = true
    private var brightness = 80
    private var isConnected = false
    private var heartbeat = Metronome(every: .seconds(20))

    mutating func step(at now: DemoTime, with random: inout SeededRandom) -> [DeviceAction] {
        var actions: [DeviceAction] = []
        if !isConnected {
            isConnected = true
            let command = Subscription(
                filter: "\(Self.topic)/set", qos: .atLeastOnce, retainHandling: .doNotSend)
            actions.append(.connect(.device(clientID, availability: "\(Self.topic)/availability")))
            actions.append(.publish(.device("\(Self.topic)/availability", "online", qos: .atLeastOnce, retain: true)))
            actions.append(.subscribe([command]))
        }
        if heartbeat.isDue(at: now) { actions.append(state()) }
        return actions
    }

    mutating func receive(_ message: Publish, at now: DemoTime) -> [DeviceAction] {
        let text = message.text.filter { !$0.isWhitespace }.lowercased()
        switch text {
        case "on": isOn = true
        case "off": isOn = false
        case "toggle": isOn.toggle()
        default:
            let wanted = Self.value(of: "on", in: text)
            let level = Self.value(of: "brightness", in: text).flatMap { Int($0) }
            guard wanted == "true" || wanted == "false" || level != nil else {
                return [.publish(.device("\(Self.topic)/error", "not understood: \(message.text.prefix(80))"))]
            }
            if let wanted { isOn = wanted == "true" }
            if let level { brightness = min(max(level, 0), 100) }
        }
        return [state()]
    }

    private func state() -> DeviceAction {
        .publish(
            .device(Self.topic, "{\"on\":\(isOn),\"brightness\":\(brightness)}", qos: .atLeastOnce, retain: true))
    }

    /// The text of a member's plain value in a flat JSON object without white space.
    private static func value(of name: String, in text: String) -> Substring? {
        guard text.hasPrefix("{"), text.hasSuffix("}") else { return nil }
        for member in text.dropFirst().dropLast().split(separator: ",") where member.hasPrefix("\"\(name)\":") {
            return member.dropFirst(name.count + 3)
        }
        return nil
    }
}
