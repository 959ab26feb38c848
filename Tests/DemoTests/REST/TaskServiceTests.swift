import NIOHTTP1
import Testing
import Text

@testable import Demo

@Suite struct TaskServiceTests {
    private let talk = ServiceTalk()

    @Test func theListIsIdAndSummary() {
        let list = talk.say("GET", "/tasks/?limit=2")
        #expect(
            list.short == """
                200 [{"id":1,"summary":"Water the tomatoes","_links":{"self":{"href":"/tasks/1"}}},
                 {"id":2,"summary":"Replace the battery of the garden sensor","_links":{"self":{"href":"/tasks/2"}}}]
                """)
        #expect(list["Content-Type"] == "application/json")
        #expect(list["Cache-Control"] == "no-cache")
        #expect(list["Last-Modified"] == "Tue, 24 Nov 2026 22:31:11 GMT")
        #expect(list["Vary"] == "Accept, Accept-Encoding")
        #expect(talk.say("GET", "/tasks")["Location"] == "/tasks/")
    }

    @Test func pagesAreLinked() {
        #expect(
            talk.say("GET", "/tasks/")["Link"]
                == "</tasks/?page=1&limit=10>; rel=\"first\", </tasks/?page=2&limit=10>; rel=\"next\", "
                + "</tasks/?page=3&limit=10>; rel=\"last\"")
        let last = talk.say("GET", "/tasks/?page=3&limit=10")
        #expect(!last["Link"].contains("next"))
        #expect(last["Link"].contains("</tasks/?page=2&limit=10>; rel=\"prev\""))
        #expect(talk.say("GET", "/tasks/?limit=100")["Link"] == "")
        #expect(talk.say("GET", "/tasks/?page=4").status == 404)
        for bad in ["page=0", "page=x", "limit=0", "limit=101", "page=99999999999999999999"] {
            #expect(talk.say("GET", "/tasks/?\(bad)").status == 400, "\(bad)")
        }
    }

    @Test func aChangeAnswersWithTheTaskAndSaysSo() {
        let put = talk.say("PUT", "/tasks/1/", #"{"summary":"x"}"#)
        #expect(put["Content-Location"] == "/tasks/1/")
        #expect(talk.say("PATCH", "/tasks/1", #"{"summary":"y"}"#)["Content-Location"] == "/tasks/1")
        #expect(talk.say("GET", "/tasks/1")["Content-Location"] == "")
    }

    @Test func whatIsTakenIsTold() {
        #expect(talk.say("OPTIONS", "/tasks/1")["Accept-Patch"].contains("merge-patch+json"))
        let refused = talk.say("PATCH", "/tasks/1", "<a/>", ["Content-Type": "application/xml"])
        #expect(refused.status == 415 && refused["Accept"] == "application/json")
        #expect(refused["Accept-Patch"].contains("merge-patch+json"))
    }

    @Test func oneWithItsDescription() {
        let one = talk.say("GET", "/tasks/3")
        #expect(
            one.short == """
                200 {"id":3,"summary":"Descale the boiler","description":"Pressure must be below 1.5 bar first.",\
                "_links":{"self":{"href":"/tasks/3"},"collection":{"href":"/tasks/"}}}
                """)
        #expect(one["Cache-Control"] == "private, max-age=10, must-revalidate")
        #expect(talk.say("GET", "/tasks/99").status == 404)
        #expect(talk.say("GET", "/tasks/x").status == 404)
    }

    @Test func forms() {
        let hal = talk.say("GET", "/tasks/?limit=1", "", ["Accept": "application/hal+json"])
        #expect(
            hal.short == """
                200 {"_links":{"self":{"href":"/tasks/?page=1&limit=1"},"first":{"href":"/tasks/?page=1&limit=1"},\
                "next":{"href":"/tasks/?page=2&limit=1"},"last":{"href":"/tasks/?page=23&limit=1"}},"total":23,
                 "_embedded":{"tasks":[{"id":1,"summary":"Water the tomatoes","_links":{"self":{"href":"/tasks/1"}}}]}}
                """)
        let xml = talk.say("GET", "/tasks/6", "", ["Accept": "text/html, application/xml;q=0.9, */*;q=0.1"])
        #expect(xml["Content-Type"] == "application/xml")
        #expect(
            xml.short == """
                200 <?xml version="1.0" encoding="UTF-8"?>
                <task id="6" href="/tasks/6">
                  <summary>Teach the lamp to dim</summary>
                  <description>PUT {&quot;on&quot;:true,&quot;brightness&quot;:40} to /devices/lamp, and watch \
                home/hall/lamp.</description>
                  <link rel="collection" href="/tasks/"/>
                </task>
                """)
        let list = talk.say("GET", "/tasks/?limit=1", "", ["Accept": "text/xml"])
        #expect(list.body.contains(#"<link rel="next" href="/tasks/?page=2&amp;limit=1"/>"#))
        #expect(talk.say("GET", "/tasks/", "", ["Accept": "image/png"]).status == 406)
        #expect(talk.say("GET", "/tasks/", "", ["Accept": "application/json;q=0, */*"])["Content-Type"].contains("hal"))
    }

    @Test func makingAndChanging() {
        let made = talk.say("POST", "/tasks/", #"{"summary":"New","description":"a\nb"}"#)
        #expect(made.short == #"201 {"id": 24}"#)
        #expect(made["Location"] == "/tasks/24")
        talk.pass(seconds: 3)
        let put = talk.say("PUT", "/tasks/24", #"{"summary":"Newer"}"#)
        #expect(put.status == 200)
        #expect(put.body.contains(#""summary":"Newer","description":"""#))
        #expect(put["Last-Modified"] == "Tue, 24 Nov 2026 22:31:14 GMT")
        #expect(talk.say("PATCH", "/tasks/24", #"{"description":"c"}"#).body.contains(#""Newer","description":"c""#))
        #expect(talk.say("PATCH", "/tasks/24", #"{"summary":"d"}"#).body.contains(#""d","description":"c""#))
        #expect(talk.say("PATCH", "/tasks/24", #"{"description":null}"#).body.contains(#""d","description":"""#))
        #expect(talk.say("DELETE", "/tasks/24").short == "204")
        #expect(talk.say("DELETE", "/tasks/24").status == 404)
        #expect(talk.say("POST", "/tasks/", #"{"summary":"never the same number"}"#).short == #"201 {"id": 25}"#)
        #expect(talk.say("PUT", "/tasks/", "{}").status == 405)
    }

    @Test(arguments: [
        "{}", #"{"summary":""}"#, #"{"summary":"a\nb"}"#, #"{"summary":"a\u2028b"}"#, #"{"summary":7}"#,
        #"{"summary":null}"#, #"{"summary":"a","description":3}"#, #"{"summary":"a","description":"\u0007"}"#,
        "{\"summary\":\"\(String(repeating: "x", count: 120))\"}", "no",
    ])
    func badTasks(body: String) {
        #expect(talk.say("POST", "/tasks/", body).status == 400, "\(body)")
        let before = talk.say("GET", "/tasks/1").body
        #expect(talk.say("PUT", "/tasks/1", body).status == 400, "\(body)")
        #expect(talk.say("GET", "/tasks/1").body == before)
    }

    @Test func underAHundredAndTwenty() {
        let summary = String(repeating: "ü", count: 119)
        #expect(talk.say("POST", "/tasks/", "{\"summary\":\"\(summary)\"}").status == 201)
    }

    @Test func whoHasItGetsNothing() {
        let first = talk.say("GET", "/tasks/1")
        let tag = first["ETag"]
        #expect(tag.hasPrefix("\"") && tag.hasSuffix("\""))
        let again = talk.say("GET", "/tasks/1", "", ["If-None-Match": "\"x\", W/\(tag)"])
        #expect(again.short == "304")
        #expect(again["ETag"] == tag)
        #expect(talk.say("GET", "/tasks/1", "", ["If-None-Match": "*"]).status == 304)
        #expect(talk.say("GET", "/tasks/1", "", ["If-Modified-Since": first["Last-Modified"]]).status == 304)
        #expect(talk.say("GET", "/tasks/1", "", ["If-Modified-Since": "Tue, 24 Nov 2026 22:31:10 GMT"]).status == 200)
        // If-None-Match goes first, and a broken date is no date.
        let both: HTTPHeaders = ["If-None-Match": "\"x\"", "If-Modified-Since": first["Last-Modified"]]
        #expect(talk.say("GET", "/tasks/1", "", both).status == 200)
        #expect(talk.say("GET", "/tasks/1", "", ["If-Modified-Since": "yesterday"]).status == 200)
        #expect(talk.say("GET", "/tasks/", "", ["If-None-Match": talk.say("GET", "/tasks/")["ETag"]]).status == 304)
        #expect(
            talk.say("GET", "/tasks/?page=2", "", ["If-None-Match": talk.say("GET", "/tasks/")["ETag"]]).status == 200)
    }

    @Test func everyFormHasItsOwnTag() {
        let ways: [HTTPHeaders] = [
            [:], ["Accept": "application/xml"], ["Accept-Encoding": "gzip"],
            ["Accept": "application/xml", "Accept-Encoding": "gzip"],
        ]
        let tags = ways.map { talk.say("GET", "/tasks/1", "", $0)["ETag"] }
        #expect(Set(tags).count == 4)
        // A change may be made from any of them.
        for tag in tags {
            #expect(
                talk.say("PUT", "/tasks/1", #"{"summary":"Water the tomatoes","description":"x"}"#, ["If-Match": tag])
                    .status == (tag == tags[0] ? 200 : 412))
        }
        let now = ways.map { talk.say("GET", "/tasks/1", "", $0)["ETag"] }
        for tag in now {
            #expect(
                talk.say("PUT", "/tasks/1", #"{"summary":"Water the tomatoes","description":"x"}"#, ["If-Match": tag])
                    .status == 200)
        }
    }

    @Test func anOldTagChangesNothing() {
        let old = talk.say("GET", "/tasks/2")["ETag"]
        let stamp = talk.say("GET", "/tasks/2")["Last-Modified"]
        talk.pass(seconds: 2)
        #expect(talk.say("PATCH", "/tasks/2", #"{"summary":"mine"}"#, ["If-Match": old]).status == 200)
        for method in ["PUT", "PATCH", "DELETE"] {
            let lost = talk.say(method, "/tasks/2", #"{"summary":"yours"}"#, ["If-Match": old])
            #expect(lost.status == 412)
            #expect(lost.body.contains("GET it again"))
            #expect(talk.say(method, "/tasks/2", #"{"summary":"yours"}"#, ["If-Unmodified-Since": stamp]).status == 412)
            #expect(talk.say(method, "/tasks/2", #"{"summary":"yours"}"#, ["If-None-Match": "*"]).status == 412)
        }
        #expect(talk.say("GET", "/tasks/2").body.contains("mine"))
        // Weak tags match nothing here (RFC 9110 13.1.1).
        let tag = talk.say("GET", "/tasks/2")["ETag"]
        #expect(talk.say("DELETE", "/tasks/2", "", ["If-Match": "W/\(tag)"]).status == 412)
        #expect(talk.say("DELETE", "/tasks/2", "", ["If-Match": "\"x\", \(tag)"]).status == 204)
    }

    @Test(arguments: [
        ("gzip", true), ("deflate, gzip;q=0.5", true), ("gzip;q=0", false), ("br", false), ("*", true),
        ("identity, gzip;q=0.5", false), ("GZIP", true), ("*;q=0", false), ("gzip;q=x", false),
    ])
    func gzipOnlyWhenAccepted(accepted: String, isCompressed: Bool) {
        let answer = talk.say("GET", "/tasks/", "", ["Accept-Encoding": accepted])
        #expect(answer.isCompressed == isCompressed)
        #expect(answer["ETag"].hasSuffix("-gzip\"") == isCompressed)
    }

    /// The lecture writes `/tasks/<id>/`; without the last slash it is the same task.
    @Test func aTaskHasTwoAddresses() {
        let one = talk.say("GET", "/tasks/3/")
        #expect(one.short == talk.say("GET", "/tasks/3").short)
        #expect(one["ETag"] == talk.say("GET", "/tasks/3")["ETag"])
        #expect(talk.say("GET", "/tasks/3/", "", ["If-None-Match": one["ETag"]]).status == 304)
        #expect(
            talk.say("PUT", "/tasks/3/", #"{"summary":"a","description":"b"}"#, ["If-Match": one["ETag"]]).status == 200
        )
        #expect(talk.say("PUT", "/tasks/3/", #"{"summary":"c"}"#, ["If-Match": one["ETag"]]).status == 412)
        #expect(talk.say("PATCH", "/tasks/3/", #"{"summary":"d"}"#).body.contains(#""summary":"d","description":"b""#))
        #expect(talk.say("GET", "/tasks/3").body.contains(#""summary":"d""#))
        #expect(talk.say("DELETE", "/tasks/3/").short == "204")
        #expect(talk.say("GET", "/tasks/3").status == 404)
        for nothing in ["/tasks/3/", "/tasks/1//", "/tasks/1/x", "/tasks//", "/tasks/x/"] {
            #expect(talk.say("GET", nothing).status == 404, "\(nothing)")
        }
    }

    @Test func thereIsAMost() {
        var limits = ServiceLimits()
        limits.tasks = 24
        let talk = ServiceTalk(limits: limits)
        #expect(talk.say("POST", "/tasks/", #"{"summary":"a"}"#).status == 201)
        #expect(talk.say("POST", "/tasks/", #"{"summary":"b"}"#).status == 507)
    }

    @Test func dates() {
        #expect(DemoTime(milliseconds: 784_111_777_000).httpDate == "Sun, 06 Nov 1994 08:49:37 GMT")
        // The server reads what it writes, and the older forms that a client may still send (RFC 9110 5.6.7).
        for day in stride(from: Int64(-300_000), to: 800_000, by: 997) {
            let time = DemoTime(milliseconds: day * 86_400_000 + 12_345_000)
            #expect(HTTPDate.seconds(time.httpDate).map(Int64.init) == time.seconds, "\(time.httpDate)")
        }
    }
}
