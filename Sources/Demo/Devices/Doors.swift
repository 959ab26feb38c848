import MQTT
import Text

/// Doors: the words open and closed, retained, now and then; a count in binary and a line for the log with each.
struct Doors: Device {
    let clientID = "doors"
    private static let names = ["hall/door", "garage/door", "garden/gate"]
    private var isConnected = false
    private var isOpen = [false, false, false]
    private var count: UInt32 = 0
    private var beat = Metronome(every: .seconds(9))

    mutating func step(at now: DemoTime, with random: inout SplitMix64) -> [DeviceAction] {
        var actions: [DeviceAction] = []
        if !isConnected {
            isConnected = true
            actions.append(.connect(.device(clientID)))
            for index in Self.names.indices { actions.append(state(of: index)) }
        }
        if beat.isDue(at: now) {
            let index = Int.random(in: Self.names.indices, using: &random)
            isOpen[index].toggle()
            count &+= 1
            let name = Self.names[index]
            actions.append(state(of: index))
            actions.append(.publish(.device("home/hub/log", "\(now.clock) \(name) is \(word(index))")))
            actions.append(.publish(.device("home/hub/counter", frame(door: UInt8(index)))))
        }
        return actions
    }

    private func word(_ index: Int) -> String { isOpen[index] ? "open" : "closed" }

    private func state(of index: Int) -> DeviceAction {
        .publish(.device("home/\(Self.names[index])", word(index), qos: .exactlyOnce, retain: true))
    }

    /// A frame as small controllers send it: start byte, door, count (big endian), sum of the bytes before.
    private func frame(door: UInt8) -> [UInt8] {
        var bytes: [UInt8] = [0x7E, door]
        for shift in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: count >> UInt32(shift))) }
        bytes.append(bytes.reduce(0, &+))
        return bytes
    }
}
