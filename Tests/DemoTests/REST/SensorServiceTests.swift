import NIOHTTP1
import Testing

@testable import Demo

@Suite struct SensorServiceTests {
    @Test func theClassicExercise() {
        let talk = ServiceTalk()
        #expect(talk.say("GET", "/sensors").short == "200 []")
        let made = talk.say("POST", "/sensors", #"{"name":"sensor1"}"#)
        #expect(made.short == #"201 ["sensor1",null,"2026-11-24T22:31:11Z"]"#)
        #expect(made["Location"] == "/sensors/sensor1")
        talk.pass(seconds: 5)
        let set = talk.say("PUT", "/sensors/sensor1", #"{"value":"237"}"#)
        #expect(set.short == #"200 ["sensor1","237","2026-11-24T22:31:16Z"]"#)
        talk.say("POST", "/sensors", #"{"name":"sensor2"}"#)
        #expect(
            talk.say("GET", "/sensors").short
                == #"200 [["sensor1","237","2026-11-24T22:31:16Z"],["sensor2",null,"2026-11-24T22:31:16Z"]]"#)
        #expect(talk.say("GET", "/sensors/sensor1").body == set.body)
        #expect(talk.say("DELETE", "/sensors/sensor1").short == "204")
        #expect(talk.say("GET", "/sensors/sensor1").status == 409)
    }

    @Test(arguments: [
        "", "{", "[]", "{}", "sensor1", #"{"name":1}"#, #"{"name":null}"#, #"{"name":""}"#, #"{"name":"a/b"}"#,
        #"{"name":"a\nb"}"#, #"{"name":"a\u0000b"}"#, #"{"Name":"a"}"#,
        "{\"name\":\"\(String(repeating: "x", count: 65))\"}", "\u{FF}",
    ])
    func badNames(body: String) {
        let talk = ServiceTalk()
        let answer = talk.say("POST", "/sensors", body)
        #expect(answer.status == 400, "\(body)")
        #expect(answer["Content-Type"] == "application/problem+json")
        #expect(talk.say("GET", "/sensors").short == "200 []")
    }

    @Test func aWrongBodyIsNamed() {
        let talk = ServiceTalk()
        #expect(talk.say("POST", "/sensors", "{}").body.contains(#"\"name\" is missing"#))
        #expect(talk.say("POST", "/sensors", #"{"name":1}"#).body.contains(#"\"name\" must be a text"#))
        #expect(talk.say("POST", "/sensors", "{").body.contains("the content is not JSON"))
        #expect(talk.say("POST", "/sensors", "<a/>", ["Content-Type": "text/xml"]).status == 415)
    }

    @Test(arguments: [
        "", "{}", #"{"value":"23x"}"#, #"{"value":""}"#, #"{"value":"-1"}"#, #"{"value":" 1"}"#, #"{"value":"٣"}"#,
        #"{"value":237}"#, #"{"value":null}"#,
    ])
    func badValues(body: String) {
        let talk = ServiceTalk()
        talk.say("POST", "/sensors", #"{"name":"a"}"#)
        #expect(talk.say("PUT", "/sensors/a", body).status == 400, "\(body)")
        #expect(talk.say("GET", "/sensors/a").body.contains("null"))
    }

    @Test func conflicts() {
        let talk = ServiceTalk()
        talk.say("POST", "/sensors", #"{"name":"a b/ü"}"#)
        talk.say("POST", "/sensors", #"{"name":"a ü"}"#)
        #expect(talk.say("POST", "/sensors", #"{"name":"a ü"}"#).status == 409)
        #expect(talk.say("GET", "/sensors/a%20%C3%BC").status == 200)
        for method in ["GET", "PUT", "DELETE"] {
            let answer = talk.say(method, "/sensors/nobody", #"{"value":"1"}"#)
            #expect(answer.status == 409)
            #expect(answer.body.contains("there is no sensor nobody"))
        }
        let refused = talk.say("PATCH", "/sensors/a")
        #expect(refused.status == 405)
        #expect(refused["Allow"] == "GET, HEAD, PUT, DELETE, OPTIONS")
        #expect(talk.say("OPTIONS", "/sensors").short == "204")
        #expect(talk.say("GET", "/sensors/a/b").status == 404)
        #expect(talk.say("GET", "/nothing").status == 404)
    }

    @Test func thereIsAMost() {
        var limits = ServiceLimits()
        limits.sensors = 2
        let talk = ServiceTalk(limits: limits)
        for name in ["a", "b"] { #expect(talk.say("POST", "/sensors", #"{"name":"\#(name)"}"#).status == 201) }
        let full = talk.say("POST", "/sensors", #"{"name":"c"}"#)
        #expect(full.status == 507)
        #expect(full.body.contains("2 sensors are the most: DELETE one first"))
        talk.say("DELETE", "/sensors/a")
        #expect(talk.say("POST", "/sensors", #"{"name":"c"}"#).status == 201)
    }
}
