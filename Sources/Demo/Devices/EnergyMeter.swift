import MQTT
import Text

/// The energy meter: a power in watts each second, and a nested JSON reading with counters of fixed decimals.
struct EnergyMeter: Device {
    let clientID = "energy-meter"
    private var isConnected = false
    private var power = [Wander(around: 210, by: 150), Wander(around: 140, by: 90), Wander(around: 60, by: 40)]
    private var wattHours = 4_218_374.0
    private var last: DemoTime?
    private var powerBeat = Metronome(every: .seconds(1))
    private var readingBeat = Metronome(every: .seconds(5))

    mutating func step(at now: DemoTime, with random: inout SplitMix64) -> [DeviceAction] {
        var actions: [DeviceAction] = []
        if !isConnected {
            isConnected = true
            actions.append(.connect(.device(clientID)))
        }
        if powerBeat.isDue(at: now) {
            for index in power.indices { power[index].next(&random) }
            let elapsed = last.map { Double(now.milliseconds - $0.milliseconds) / 3_600_000 } ?? 0
            // The clock on the wall may go back: a meter does not.
            wattHours += max(0, elapsed) * total
            last = now
            actions.append(.publish(.device("home/energy/power", "\(total.fixed(0)) W")))
        }
        if readingBeat.isDue(at: now) {
            actions.append(.publish(.device("home/energy/meter", reading(now), qos: .atLeastOnce)))
        }
        return actions
    }

    private var total: Double { power.reduce(0) { $0 + $1.value } }

    private func reading(_ now: DemoTime) -> String {
        let phases = power.enumerated().map { index, power in
            let volts = 229.5 + Double(index) * 0.7
            return
                "{\"phase\":\(index + 1),\"voltage\":\(volts.fixed(1)),\"current\":\((power.value / volts).fixed(3)),"
                + "\"power\":\(power.value.fixed(1))}"
        }
        return """
            {"time":"\(now.timestamp)","total":{"import_kWh":\((wattHours / 1_000).fixed(3)),"export_kWh":0.000},\
            "phases":[\(phases.joined(separator: ","))]}
            """
    }
}
