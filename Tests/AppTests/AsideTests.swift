import Feeds
import MQTT
import Testing

@Suite("Clients beside the one on the screen")
struct AsideTests {
    @Test("They have its way, and neither its will, its session nor who gives it settings anew")
    func aside() {
        var own = ClientConfiguration(endpoint: Endpoint(host: "b", port: 1883))
        own.clientID = "me"
        own.username = "ann"
        own.will = Will(topic: "gone", payload: [])
        own.cleanStart = false
        own.connectProperties.sessionExpiryInterval = 60
        // What a token's end would bring into a test are settings with the identifier of the other.
        own.renewal = { _, _ in }
        for other in [own.aside, own.aside("race")] {
            #expect(other.endpoint == own.endpoint && other.username == "ann")
            #expect(other.will == nil && other.cleanStart && other.renewal == nil)
            #expect(other.connectProperties.sessionExpiryInterval == nil)
        }
        #expect(own.aside.clientID == "me" && own.aside("race").clientID == "me-race")
        own.clientID = ""
        #expect(own.aside("race").clientID.isEmpty)
    }
}
