import Hypermedia
import Testing

/// A topic and a resource that tell the same thing.
@Suite struct TwinRuleTests {
    private let rule = TwinRule(topic: "devices/{id}/state", url: "http://h:8000/api/devices/{id}")

    @Test func bothWays() {
        #expect(rule.url(ofTopic: "devices/7/state") == "http://h:8000/api/devices/7")
        #expect(rule.topic(ofURL: "http://H:8000/api/devices/7?x=1") == "devices/7/state")
        #expect(rule.url(ofTopic: "devices/a b/state") == "http://h:8000/api/devices/a%20b")
        #expect(rule.topic(ofURL: "http://h:8000/api/devices/a%20b") == "devices/a b/state")
    }

    @Test(arguments: ["devices/7", "devices/7/state/x", "device/7/state", "devices//state", ""])
    func otherTopics(topic: String) { #expect(rule.url(ofTopic: topic) == nil) }

    @Test(arguments: [
        "http://other:8000/api/devices/7", "https://h:8000/api/devices/7", "http://h:8000/api/devices", "nonsense",
        "http://h:8000/api/devices/a%2Fb", "http://h:8000/api/devices/%23",
    ]) func otherURLs(url: String) { #expect(rule.topic(ofURL: url) == nil) }

    @Test func oneNameTwiceIsOneValue() {
        let twice = TwinRule(topic: "{a}/x/{a}", url: "http://h/{a}")
        #expect(twice.url(ofTopic: "1/x/1") == "http://h/1" && twice.url(ofTopic: "1/x/2") == nil)
    }

    @Test func learnedFromNames() {
        #expect(
            TwinRule.learned(topic: "devices/7/state", url: "http://h/api/devices/7?q")
                == TwinRule(topic: "devices/{id}/state", url: "http://h/api/devices/{id}"))
        #expect(
            TwinRule.learned(topic: "home/hall/lamp", url: "http://h/devices/lamp")
                == TwinRule(topic: "home/hall/{id}", url: "http://h/devices/{id}"))
        let alone = TwinRule.learned(topic: "a/b", url: "http://h/c")
        #expect(alone.topic == "a/b" && alone.url == "http://h/c" && alone.problem == nil)
        #expect(alone.url(ofTopic: "a/b") == "http://h/c" && alone.topic(ofURL: "http://h/c") == "a/b")
    }

    @Test func likelyOnes() {
        let urls = ["http://h/sensors", "http://h/devices/lamp", "http://h/devices/fan"]
        #expect(TwinRule.likely(urls, for: "home/hall/lamp") == "http://h/devices/lamp")
        #expect(TwinRule.likely(urls, for: "x/y") == nil)
        #expect(
            TwinRule.likely(["a/b", "home/hall/lamp", "lamp"], forURL: "http://h/devices/lamp") == "home/hall/lamp")
    }

    @Test(arguments: [
        (TwinRule(topic: "", url: "http://h/"), "the topic is missing"),
        (TwinRule(topic: "a/#", url: "http://h/"), "write {name} for a level that differs, not + or #"),
        (TwinRule(topic: "a/{b}", url: "/x/{b}"), "the URL is not whole: http://host/path"),
        (TwinRule(topic: "a/{b}", url: "http://h/{c}"), "both sides need the same names in braces"),
    ]) func problems(rule: TwinRule, words: String) { #expect(rule.problem == words) }
}
