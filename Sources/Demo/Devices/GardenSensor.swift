import MQTT
import Text

/// A battery sensor at the edge of the radio's reach: now and then it drops without a word, its will says "offline", and
/// twenty seconds later it is back.
struct GardenSensor: Device {
    let clientID = "garden-sensor"
    private static let availability = "garden/sensor/availability"
    /// Up this long, then gone for ``pause``.
    private static let stay = Duration.seconds(75)
    private static let pause = Duration.seconds(20)
    private var isConnected = false
    private var change: DemoTime?
    private var moisture = Wander(around: 38, by: 9)
    private var battery = 3.012
    private var drops = 0
    private var beat = Metronome(every: .seconds(4))

    mutating func step(at now: DemoTime, with random: inout SplitMix64) -> [DeviceAction] {
        var actions: [DeviceAction] = []
        if change.map({ now >= $0 }) ?? true {
            change = now + (isConnected ? Self.pause : Self.stay)
            isConnected.toggle()
            if isConnected {
                actions.append(.connect(.device(clientID, availability: Self.availability)))
                actions.append(.publish(.device(Self.availability, "online", qos: .atLeastOnce, retain: true)))
            } else {
                drops += 1
                return [.drop]
            }
        }
        if isConnected, beat.isDue(at: now) {
            battery = max(2.4, battery - 0.0001)
            let json = """
                {"moisture":\(moisture.next(&random).fixed(1)),"battery":\(battery.fixed(3)),\
                "rssi":\(Int.random(in: -91 ... -78, using: &random)),"drops":\(drops)}
                """
            actions.append(.publish(.device("garden/sensor", json)))
        }
        return actions
    }
}
