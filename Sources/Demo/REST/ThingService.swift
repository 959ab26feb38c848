import MQTT
import NIOCore
import NIOHTTP1
import Text

/// `/.well-known/wot`: the lamp as a Thing Description (WoT TD 1.1), whose state is read and written over HTTP and observed
/// over MQTT. One of its forms has the topic in a term of its own, as the MQTT binding has it today, another in its path,
/// as older descriptions do.
struct ThingService {
    /// Where descriptions are looked for (WoT Discovery 6.1).
    static let path = "/.well-known/wot"

    /// The topic that keeps the description as a retained message, for who finds the lamp by MQTT.
    static let topic = "home/hall/lamp/thing"

    /// The retained message: there nothing is relative to a URL, so the description says where its HTTP is.
    static func message(broker: String, base: String) -> Publish {
        Publish(
            topic: topic, payload: ByteBuffer(string: description(broker, base: base)), qos: .atLeastOnce, retain: true)
    }

    /// Answers a request.
    ///
    /// - Parameter broker: the URL of the demo's broker; nil leaves the forms of MQTT out.
    static func respond(to request: ServiceRequest, broker: String?) -> ServiceResponse {
        guard request.isReading else { return .methods("GET, HEAD, OPTIONS", for: request) }
        var response = ServiceResponse.json(.ok, description(broker))
        response.headers.replaceOrAdd(name: "Content-Type", value: "application/td+json")
        response.headers.add(name: "Cache-Control", value: "max-age=60")
        return response
    }

    private static func description(_ broker: String?, base: String? = nil) -> String {
        let place = base.map { "\n \"base\":\"\($0)\"," } ?? ""
        func mqtt(_ form: (String) -> String) -> String { broker.map { ",\n        " + form($0) } ?? "" }
        let observe = mqtt {
            "{\"href\":\"\($0)\",\"op\":\"observeproperty\",\"mqv:filter\":\"home/hall/lamp\",\"mqv:qos\":\"1\"}"
        }
        let command = mqtt { "{\"href\":\"\($0)/home/hall/lamp/set\",\"op\":\"invokeaction\"}" }
        let events =
            broker.map {
                """
                ,
                 "events":{
                  "misunderstood":{"title":"A command that it does not understand","data":{"type":"string"},
                   "forms":[{"href":"\($0)","mqv:filter":"home/hall/lamp/error"}]}}
                """
            } ?? ""
        return """
            {"@context":["https://www.w3.org/2022/wot/td/v1.1",{"mqv":"http://www.example.org/mqtt-binding#"}],
             "id":"urn:martlet:demo:hall-lamp",\(place)"title":"Lamp in the hall",
             "description":"The demo's lamp: one state, over HTTP and MQTT",
             "securityDefinitions":{"none":{"scheme":"nosec"}},"security":["none"],
             "properties":{
              "state":{"title":"State","type":"object","observable":true,
               "properties":{"on":{"type":"boolean","default":true},
                "brightness":{"type":"integer","minimum":0,"maximum":100,"default":80,"unit":"%"}},
               "forms":[{"href":"/devices/lamp","op":["readproperty","writeproperty"]}\(observe)]}},
             "actions":{
              "set":{"title":"Switch","input":{"type":"object","properties":{"on":{"type":"boolean","default":false}}},
               "forms":[{"href":"/devices/lamp","htv:methodName":"PATCH"}\(command)]}}\(events)}
            """
    }
}
