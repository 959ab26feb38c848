import MQTT
import Text

/// A thermostat that follows a target: nested JSON, retained; `home/living/thermostat/set` takes the target in °C.
/// The boiler behind it says its state in XML.
struct Thermostat: Device {
    let clientID = "thermostat"
    private static let topic = "home/living/thermostat"
    private var isConnected = false
    private var target = 21.0
    private var temperature = Wander(around: 20.5, by: 4)
    private var beat = Metronome(every: .seconds(6))
    private var boilerBeat = Metronome(every: .seconds(15))

    mutating func step(at now: DemoTime, with random: inout SplitMix64) -> [DeviceAction] {
        var actions: [DeviceAction] = []
        if !isConnected {
            isConnected = true
            let command = Subscription(
                filter: "\(Self.topic)/set", qos: .exactlyOnce, retainHandling: .doNotSend)
            actions += [.connect(.device(clientID)), .subscribe([command])]
        }
        if beat.isDue(at: now) {
            temperature.next(&random, toward: target)
            actions.append(state())
        }
        if boilerBeat.isDue(at: now) { actions.append(.publish(.device("home/heating/boiler", boiler(now)))) }
        return actions
    }

    mutating func receive(_ message: Publish, at now: DemoTime) -> [DeviceAction] {
        // `Double` reads `nan` too: no range contains it.
        guard let wanted = Double(message.text.trimmed), (5...30).contains(wanted) else {
            return [.publish(.device("\(Self.topic)/error", "the target is a number from 5 to 30"))]
        }
        target = wanted
        return [state()]
    }

    private var isHeating: Bool { temperature.value < target }

    private func state() -> DeviceAction {
        let json = """
            {"mode":"heat","target":{"value":\(target.fixed(1)),"unit":"°C"},"current":{"value":\
            \(temperature.value.fixed(2)),"unit":"°C"},"valve":\(isHeating ? 62 : 0),"window":null,"schedule":\
            [{"from":"06:00","value":21.0},{"from":"22:00","value":17.5}]}
            """
        return .publish(.device(Self.topic, json, qos: .atLeastOnce, retain: true))
    }

    private func boiler(_ now: DemoTime) -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?><boiler time="\(now.timestamp)"><burner on="\(isHeating)"/>\
        <flow unit="°C">\(isHeating ? "54.0" : "31.5")</flow><!-- bar --><pressure>1.6</pressure></boiler>
        """
    }
}
