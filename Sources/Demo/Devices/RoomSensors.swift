import MQTT
import Text

/// Temperature and humidity of the rooms: plain numbers, and numbers with their unit.
struct RoomSensors: Device {
    let clientID = "room-sensors"
    private var isConnected = false
    private var rooms: [Room] = [
        Room("kitchen", 21.4, 48), Room("living", 20.8, 44), Room("bath", 22.6, 61), Room("bedroom", 18.3, 52),
    ]
    private var office = Wander(around: 20.9, by: 1.2)
    private var officeBeat = Metronome(every: .seconds(11))

    private struct Room {
        let name: String
        var temperature: Wander
        var humidity: Wander
        var temperatureBeat = Metronome(every: .milliseconds(2_300))
        var humidityBeat = Metronome(every: .seconds(7))

        init(_ name: String, _ temperature: Double, _ humidity: Double) {
            self.name = name
            self.temperature = Wander(around: temperature, by: 1.5)
            self.humidity = Wander(around: humidity, by: 6)
        }
    }

    mutating func step(at now: DemoTime, with random: inout SplitMix64) -> [DeviceAction] {
        var actions: [DeviceAction] = []
        if !isConnected {
            isConnected = true
            actions.append(.connect(.device(clientID)))
            // What home automation programs read to know a sensor: retained, and never sent again.
            for room in rooms { actions.append(.publish(discovery(room.name))) }
        }
        for index in rooms.indices {
            let topic = "home/\(rooms[index].name)"
            if rooms[index].temperatureBeat.isDue(at: now) {
                let value = rooms[index].temperature.next(&random)
                actions.append(.publish(.device("\(topic)/temperature", value.fixed(1))))
            }
            if rooms[index].humidityBeat.isDue(at: now) {
                let value = rooms[index].humidity.next(&random)
                actions.append(.publish(.device("\(topic)/humidity", "\(value.fixed(0)) %")))
            }
        }
        if officeBeat.isDue(at: now) {
            actions.append(
                .publish(.device("home/büro/temperatur", "\(office.next(&random).fixed(1)) °C")))
        }
        return actions
    }

    private func discovery(_ room: String) -> Publish {
        let json = """
            {"name":"\(room) temperature","unique_id":"\(room)_temperature","state_topic":"home/\(room)/temperature",\
            "device_class":"temperature","unit_of_measurement":"°C","device":{"identifiers":["room-sensors"],\
            "manufacturer":"martlet","model":"demo"}}
            """
        return .device("homeassistant/sensor/\(room)_temperature/config", json, qos: .atLeastOnce, retain: true)
    }
}
