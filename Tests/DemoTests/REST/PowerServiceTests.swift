import NIOHTTP1
import Testing

@testable import Demo

@Suite struct PowerServiceTests {
    private let talk = ServiceTalk()

    @Test func itIsReadAsJSONOrAsAWord() {
        let power = talk.say("GET", "/status/power")
        #expect(power.short == #"200 {"power":"on"}"#)
        #expect(power["Content-Type"] == "application/json")
        #expect(talk.say("GET", "/status/power/").short == power.short)
        let word = talk.say("GET", "/status/power", "", ["Accept": "text/plain"])
        #expect(word.short == "200 on")
        #expect(word["Content-Type"] == "text/plain")
        #expect(word["ETag"] != power["ETag"])
        #expect(talk.say("GET", "/status/power", "", ["Accept": "image/png"]).status == 406)
        #expect(talk.say("GET", "/status/power", "", ["If-None-Match": power["ETag"]]).status == 304)
        #expect(talk.say("GET", "/status").status == 404)
        #expect(talk.say("GET", "/status/power/x").status == 404)
        #expect(talk.say("DELETE", "/status/power")["Allow"] == "GET, HEAD, PUT, PATCH, OPTIONS")
        #expect(talk.say("GET", "/").body.contains("/status/power"))
    }

    @Test(arguments: [
        #"{"power":"off"}"#, #"{"power": false}"#, #"{"on":false}"#, #"{"power":0}"#, "off", "OFF\n", #""off""#, "0",
        "false",
    ])
    func itIsSwitched(body: String) {
        #expect(talk.say("PUT", "/status/power", body).short == #"200 {"power":"off"}"#)
        #expect(talk.say("GET", "/status/power").short == #"200 {"power":"off"}"#)
        #expect(talk.say("PUT", "/status/power", #"{"power":"on"}"#).short == #"200 {"power":"on"}"#)
    }

    @Test(arguments: ["", "x", "{}", #"{"power":"maybe"}"#, #"{"power":2}"#, "[1]", #"{"power":"#])
    func anythingElseIsRefused(body: String) {
        #expect(talk.say("PUT", "/status/power", body).status == 400)
        #expect(talk.say("GET", "/status/power").short == #"200 {"power":"on"}"#)
    }

    @Test func anOldTagDoesNotSwitch() {
        let tag = talk.say("GET", "/status/power")["ETag"]
        #expect(talk.say("PUT", "/status/power", "off", ["If-Match": tag]).status == 200)
        #expect(talk.say("PUT", "/status/power", "on", ["If-Match": tag]).status == 412)
        #expect(talk.say("GET", "/status/power").body.contains("off"))
    }
}
