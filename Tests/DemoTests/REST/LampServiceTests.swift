import NIOHTTP1
import Testing

@testable import Demo

@Suite struct LampServiceTests {
    private let talk = ServiceTalk()

    @Test func aPutIsAPublish() {
        #expect(talk.say("GET", "/devices/lamp").status == 404)
        #expect(
            talk.say("PUT", "/devices/lamp", #"{"on":true,"brightness":40}"#).short
                == #"200 {"on":true,"brightness":40}"#)
        #expect(talk.published == [#"home/hall/lamp {"on":true,"brightness":40} (retained)"#])
        #expect(talk.say("PUT", "/devices/lamp", #"{"on":false}"#).short == #"200 {"on":false,"brightness":40}"#)
        #expect(talk.say("GET", "/devices/lamp").short == #"200 {"on":false,"brightness":40}"#)
    }

    @Test func whatIsPublishedIsWhatIsRead() {
        talk.retained["home/hall/lamp"] = #"{"on":true, "who": "me"}"#
        let answer = talk.say("GET", "/devices/lamp")
        #expect(answer.short == #"200 {"on":true, "who": "me"}"#)
        #expect(answer["Content-Type"] == "application/json")
        talk.retained["home/hall/lamp"] = "on"
        #expect(talk.say("GET", "/devices/lamp")["Content-Type"] == "text/plain; charset=utf-8")
        #expect(talk.say("PUT", "/devices/lamp", #"{"brightness":7}"#).short == #"200 {"on":true,"brightness":7}"#)
    }

    @Test(arguments: [
        "{}", #"{"on":1}"#, #"{"brightness":101}"#, #"{"brightness":-1}"#, #"{"brightness":1.5}"#, "on", "[]",
    ])
    func badStates(body: String) {
        #expect(talk.say("PUT", "/devices/lamp", body).status == 400, "\(body)")
        #expect(talk.published.isEmpty)
    }

    @Test func conditions() {
        #expect(talk.say("PUT", "/devices/lamp", #"{"on":true}"#, ["If-Match": "*"]).status == 412)
        #expect(talk.say("PUT", "/devices/lamp", #"{"on":true}"#, ["If-None-Match": "*"]).status == 200)
        let tag = talk.say("GET", "/devices/lamp")["ETag"]
        #expect(talk.say("GET", "/devices/lamp", "", ["If-None-Match": tag]).status == 304)
        #expect(talk.say("PUT", "/devices/lamp", #"{"on":false}"#, ["If-Match": tag]).status == 200)
        #expect(talk.say("PUT", "/devices/lamp", #"{"on":true}"#, ["If-Match": tag]).status == 412)
        #expect(talk.say("GET", "/devices/lamp", "", ["If-None-Match": tag]).status == 200)
        #expect(talk.say("DELETE", "/devices/lamp").status == 405)
    }
}
