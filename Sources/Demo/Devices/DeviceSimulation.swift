import MQTT
import Text

/// All simulated devices: a house, a weather station, a garden, a small plant. Pure and deterministic.
struct DeviceSimulation {
    /// What one device does.
    struct Deed {
        /// The device's index.
        let device: Int
        /// What it does.
        let action: DeviceAction
    }

    private var devices: [any Device]
    private var random: SplitMix64

    /// The devices in their first state, all of them off.
    init(seed: UInt64) {
        random = SplitMix64(seed: seed)
        devices = [
            RoomSensors(), HallLamp(), Doors(), EnergyMeter(), Thermostat(), WeatherStation(), GardenSensor(), Plant(),
            PorchCamera(), EchoService(),
        ]
    }

    /// How many devices there are.
    var count: Int { devices.count }

    /// What all devices do at `now`, in order.
    mutating func step(at now: DemoTime) -> [Deed] {
        var deeds: [Deed] = []
        for index in devices.indices {
            for action in devices[index].step(at: now, with: &random) {
                deeds.append(Deed(device: index, action: action))
            }
        }
        return deeds
    }

    /// What a device does about a message that it had subscribed to.
    mutating func receive(_ message: Publish, device: Int, at now: DemoTime) -> [Deed] {
        devices[device].receive(message, at: now).map { Deed(device: device, action: $0) }
    }
}
