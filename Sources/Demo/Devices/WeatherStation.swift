import MQTT
import Text

/// A weather station in the style of the classic exercise: `{"Sensor": 1, "C_F": "C", "Value": 86, "Time": "22:31:11"}`.
/// It is the one with MQTT 5 properties on what it says.
struct WeatherStation: Device {
    let clientID = "weather-station"
    private var isConnected = false
    private var sensors = [
        Sensor(1, "C", Wander(around: 19, by: 8)), Sensor(2, "F", Wander(around: 66, by: 12)),
        Sensor(3, "C", Wander(around: 84, by: 6)),
    ]
    private var wind = Wander(around: 3.4, by: 3)
    private var windBeat = Metronome(every: .milliseconds(1_500))
    private var reportBeat = Metronome(every: .seconds(30))

    private struct Sensor {
        let number: Int
        let unit: String
        var value: Wander
        var beat: Metronome

        init(_ number: Int, _ unit: String, _ value: Wander) {
            self.number = number
            self.unit = unit
            self.value = value
            beat = Metronome(every: .milliseconds(2_000 + 700 * Int64(number)))
        }
    }

    mutating func step(at now: DemoTime, with random: inout SplitMix64) -> [DeviceAction] {
        var actions: [DeviceAction] = []
        if !isConnected {
            isConnected = true
            actions.append(.connect(.device(clientID, availability: "weather/station/availability")))
            actions.append(
                .publish(.device("weather/station/availability", "online", qos: .atLeastOnce, retain: true)))
        }
        for index in sensors.indices where sensors[index].beat.isDue(at: now) {
            let value = Int(sensors[index].value.next(&random).rounded())
            let sensor = sensors[index]
            let json = """
                {"Sensor": \(sensor.number), "C_F": "\(sensor.unit)", "Value": \(value), "Time": "\(now.clock)"}
                """
            actions.append(
                .publish(.device("weather/sensor/\(sensor.number)", json, properties: properties(sensor.number))))
        }
        if windBeat.isDue(at: now) {
            actions.append(.publish(.device("weather/wind", "\(max(0, wind.next(&random)).fixed(1)) m/s")))
        }
        if reportBeat.isDue(at: now) {
            let words = wind.value > 4 ? "breezy" : "calm"
            let text =
                "Weather at \(now.clock)\n\nWind: \(words), \(max(0, wind.value).fixed(1)) m/s\nSky: clear\n"
            actions.append(.publish(.device("weather/report", text, qos: .atLeastOnce, retain: true)))
        }
        return actions
    }

    private func properties(_ sensor: Int) -> Properties {
        var properties = Properties()
        properties.payloadFormatIndicator = true
        properties.contentType = "application/json"
        properties.messageExpiryInterval = 600
        properties.responseTopic = "demo/echo/request"
        properties.userProperties = [
            UserProperty("station", "roof"), UserProperty("sensor", "\(sensor)"),
            UserProperty("calibrated", "yes"),
        ]
        return properties
    }
}
