import MQTT
import Text

/// A small plant: the same few topics for each of four lines, plain numbers, faster than the house.
struct Plant: Device {
    let clientID = "plant"
    private var isConnected = false
    private var lines = (1...4).map { Line(number: $0) }
    private var shiftBeat = Metronome(every: .seconds(60))

    private struct Line {
        let number: Int
        var speed: Wander
        var parts: Int
        var speedBeat: Metronome
        var partsBeat: Metronome

        init(number: Int) {
            self.number = number
            speed = Wander(around: 1_450 + Double(number) * 20, by: 60)
            parts = 1_000 * number
            // Each line has a rhythm of its own, so that they drift apart.
            speedBeat = Metronome(every: .milliseconds(500 + 90 * Int64(number)))
            partsBeat = Metronome(every: .milliseconds(2_600 + 400 * Int64(number)))
        }
    }

    mutating func step(at now: DemoTime, with random: inout SplitMix64) -> [DeviceAction] {
        var actions: [DeviceAction] = []
        if !isConnected {
            isConnected = true
            actions.append(.connect(.device(clientID)))
        }
        for index in lines.indices {
            let topic = "plant/line\(lines[index].number)"
            if lines[index].speedBeat.isDue(at: now) {
                let value = lines[index].speed.next(&random)
                actions.append(.publish(.device("\(topic)/motor/rpm", value.fixed(0))))
            }
            if lines[index].partsBeat.isDue(at: now) {
                lines[index].parts += 1
                actions.append(.publish(.device("\(topic)/parts", "\(lines[index].parts)")))
            }
        }
        if shiftBeat.isDue(at: now) {
            let names = ["night", "early", "late"]
            let shift = names[min(2, Int(now.partOfDay * 3))]
            actions.append(.publish(.device("plant/shift", shift, qos: .atLeastOnce, retain: true)))
        }
        return actions
    }
}
