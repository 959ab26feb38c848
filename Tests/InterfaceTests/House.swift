import Interface
import Kit
import Model
import Profile

/// A small house with a few messages, for pictures.
enum House {
    static func fill(_ visit: Visit) {
        let sensor = #"{"Sensor": 1, "C_F": "C", "Value": 86, "Time": "22:31:11", "Tags": ["a", "b"], "On": true}"#
        visit.receive("$SYS/broker/version", "mosquitto version 2.0.11", retain: true)
        visit.receive("$SYS/broker/clients/connected", "3", retain: true)
        visit.receive("home/hall/lamp", #"{"on":true}"#, qos: 1, retain: true, after: 1_000_000)
        visit.receive("home/kitchen/humidity", "48 %", after: 2_000_000)
        visit.receive("home/kitchen/temperature", "21.3", after: 5_000_000)
        visit.receive("home/kitchen/temperature", "21.4", after: 3_000_000)
        visit.receive("weather/station 1/wind", sensor, qos: 1, duplicate: true, after: 1_500_000)
        visit.receive("weather/station 1//empty level", "x", after: 100_000)
        visit.receive("weather/日本/雨", "降っている", after: 100_000)
        visit.receive("weather/raw", bytes: [0, 1, 2, 0xFF, 0xFE, 0x1B, 0x5B], after: 300_000)
        visit.now += 2_000_000
    }

    /// The same with the subscriptions that martlet asks for by itself.
    static func fillSubscribed(_ visit: Visit) {
        fill(visit)
        visit.workspace.subscriptions = ["#", "$SYS/#"].map {
            SubscriptionStatus(filter: $0, qos: 0, state: .granted(0))
        }
    }

    /// A visit to it, with a saved connection, an environment and a saved request in a folder.
    static func visit(folder: String = "") -> Visit {
        let visit = Visit()
        fill(visit)
        visit.window.book.change("nothing") { profile in
            profile.connections.insert(ConnectionDraft(name: "attic", url: "mqtt://attic.example"))
            profile.environments.insert(Environment(name: "dev"))
        }
        var request = RequestDraft()
        (request.name, request.url, request.folder) = ("list sensors", "http://localhost/sensors", folder)
        visit.window.load(requests: [request])
        return visit
    }
}
