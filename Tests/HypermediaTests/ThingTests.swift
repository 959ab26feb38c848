import Hypermedia
import Payloads
import Testing

/// Thing Descriptions: what is read of them, by today's binding of MQTT and by older ones.
@Suite struct ThingTests {
    private func read(_ body: String, url: String? = "http://lamp.local/td") -> Thing? {
        ThingReader.read(PayloadBytes(Array(body.utf8)), url: url)
    }

    private static let lamp = #"""
        {"@context": "https://www.w3.org/2022/wot/td/v1.1", "title": "Lamp", "base": "http://lamp.local:8080/", "security": ["basic_sc"],
         "securityDefinitions": {"basic_sc": {"scheme": "basic", "in": "header"}, "no": {"scheme": "nosec"}, "key": {"scheme": "apikey", "in": "query", "name": "k"}},
         "properties": {"on": {"type": "boolean", "title": "Light", "forms": [{"href": "on"},
             {"href": "mqtt://broker:1884", "op": ["observeproperty"], "mqv:filter": "home/lamp/on", "mqv:qos": "1"},
             {"href": "mqtt://broker/home/lamp/set", "op": "writeproperty", "mqv:controlPacketValue": "PUBLISH", "mqv:retain": true}]},
           "power": {"type": "number", "minimum": 0, "maximum": 9.5, "unit": "W", "readOnly": true, "forms": [{"href": "/power", "security": "no"}]},
           "level": {"type": "integer", "minimum": 1, "forms": [{"href": "/level{?scale}", "op": "readproperty"}], "uriVariables": {"scale": {"type": "number"}}}},
         "actions": {"blink": {"input": {"type": "object", "properties": {"times": {"type": "integer", "default": 3}, "color": {"enum": ["red", "blue"]}}}, "forms": [{"href": "blink", "security": "key", "htv:headers": [{"htv:fieldName": "X-A", "htv:fieldValue": "1"}]}]}},
         "events": {"hot": {"data": {"type": "number"}, "forms": [{"href": "hot", "subprotocol": "sse", "contentType": "application/json"}]}}}
        """#

    private struct Wrong: Error {}

    private func lamp() throws -> Thing { try #require(read(Self.lamp)) }

    @Test("a large schema is read once, however many forms there are", .timeLimit(.minutes(1)))
    func manyForms() throws {
        let types = [String](repeating: "{\"type\":\"integer\"}", count: 20_000).joined(separator: ",")
        let forms = [String](repeating: "{\"href\":\"a\",\"op\":\"writeproperty\"}", count: 2_000).joined(
            separator: ",")
        let thing = try #require(
            read(
                "{\"@context\":\"https://www.w3.org/2022/wot/td/v1.1\",\"properties\":{\"p\":{\"type\":\"array\",\"items\":[\(types)],\"forms\":[\(forms)]}}}"
            ))
        #expect(thing.affordances.map(\.operations.count) == [2_000])
    }

    @Test("what is said once for all forms is not gone through for each of them", .timeLimit(.minutes(1)))
    func manyOfAll() throws {
        func list(_ count: Int, _ make: (Int) -> String) -> String { (0..<count).map(make).joined(separator: ",") }
        let forms = list(2_000) { _ in "{\"href\":\"a\",\"security\":\"last\"},{\"href\":\"b\"}" }
        let start = ContinuousClock.now
        let thing = try #require(
            read(
                "{\"@context\":\"https://www.w3.org/2022/wot/td/v1.1\",\"security\":[\"c\",\(list(20_000) { _ in "1" })],"
                    + "\"securityDefinitions\":{\(list(20_000) { "\"s\($0)\":{}" }),\"last\":{\"scheme\":\"basic\"},"
                    + "\"c\":{\"scheme\":\"combo\",\"allOf\":[\"last\",\(list(20_000) { _ in "1" })]}},"
                    + "\"properties\":{\"p\":{\(list(20_000) { "\"m\($0)\":1" }),\"type\":\"boolean\",\"forms\":[\(forms)]}}}"
            ))
        let operations = thing.affordances.flatMap(\.operations)
        #expect(operations.count == 2_000 && operations.allSatisfy { $0.security.map(\.words) == ["basic"] })
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test("combinations of combinations come to an end", .timeLimit(.minutes(1)))
    func manySchemes() throws {
        let all = [String](repeating: "\"c\"", count: 100).joined(separator: ",")
        let thing = try #require(
            read(
                "{\"@context\":\"https://www.w3.org/2022/wot/td/v1.1\",\"security\":\"c\",\"securityDefinitions\":{\"c\":{\"scheme\":\"combo\",\"allOf\":[\(all)]}},\"properties\":{\"p\":{\"type\":\"boolean\",\"forms\":[{\"href\":\"a\"}]}}}"
            ))
        #expect(thing.affordances.first?.operations.allSatisfy { $0.security.count <= 64 } == true)
    }

    @Test func httpForms() throws {
        let thing = try lamp()
        #expect(thing.title == "Lamp" && thing.affordances.map(\.name) == ["on", "power", "level", "blink", "hot"])
        let on = thing.affordances[0]
        #expect(on.operations.map(\.verb) == ["read", "write", "observe", "write"])
        #expect(on.operations[0].target == "GET http://lamp.local:8080/on")
        #expect(on.operations[0].security.map(\.words) == ["basic"])
        guard case .http(let write) = on.operations[1].way else { throw Wrong() }
        #expect(write.method == "PUT" && write.body == "false")
        #expect(write.fields == [.init(name: "Content-Type", value: "application/json")])
        let power = thing.affordances[1]
        #expect(power.operations.map(\.verb) == ["read"] && power.operations[0].security.isEmpty)
        #expect(power.values == "number, 0 to 9.5, W, read only")
    }

    @Test func uriVariablesAreATemplate() throws {
        guard case .http(let http)? = try lamp().affordances[2].operations.first?.way else {
            throw Wrong()
        }
        #expect(http.isTemplate && http.url == "http://lamp.local:8080/level{?scale}")
    }

    @Test func variablesTellWhatTheyTake() throws {
        let body = #"""
            {"@context": "https://www.w3.org/2022/wot/td/v1.1", "uriVariables": {"lang": {"enum": ["de", "en"], "default": "en"}},
             "properties": {"level": {"uriVariables": {"scale": {"type": "integer", "minimum": 1, "maximum": 5, "title": "Scale"}, "fine": {"type": "boolean"}},
              "forms": [{"href": "/level{?scale,fine,lang}", "op": "readproperty"}]}}}
            """#
        guard case .http(let http)? = read(body)?.affordances.first?.operations.first?.way else { throw Wrong() }
        #expect(http.variables.map(\.name) == ["scale", "fine", "lang"])
        #expect(http.variables[0].type == "integer, 1 to 5" && http.variables[0].prompt == "Scale")
        #expect(http.variables[1].options == ["true", "false"])
        #expect(http.variables[2].options == ["de", "en"] && http.variables[2].value == "en")
    }

    @Test(arguments: [
        (#"{"scheme": "basic", "in": "header"}"#, "basic", true),
        (#"{"scheme": "digest"}"#, "digest", true), (#"{"scheme": "bearer", "format": "jwt"}"#, "bearer", true),
        (#"{"scheme": "apikey", "name": "X-Key", "in": "header"}"#, "apikey in header X-Key", true),
        (#"{"scheme": "apikey", "name": "k"}"#, "apikey in query k", true),
        (#"{"scheme": "apikey", "name": "k", "in": "cookie"}"#, "apikey in cookie k", true),
        (#"{"scheme": "apikey", "name": "k", "in": "body"}"#, "apikey in body k", false),
        (
            #"{"scheme": "oauth2", "flow": "client", "token": "https://a/token", "scopes": ["r", "w"]}"#,
            "oauth2, client, token from https://a/token, for r w", true
        ),
        (#"{"scheme": "psk", "identity": "x"}"#, "psk", false),
        (#"{"scheme": "combo", "oneOf": ["b", "s"]}"#, "basic", true),
        (#"{"scheme": "combo", "allOf": ["s"]}"#, "combo", false),
    ]) func security(scheme: String, words: String, isFilledIn: Bool) throws {
        let body =
            #"{"security": "s", "securityDefinitions": {"s": \#(scheme), "b": {"scheme": "basic"}}, "#
            + #""actions": {"a": {"forms": [{"href": "http://h/a"}]}}}"#
        let security = try #require(read(body)?.affordances.first?.operations.first?.security.first)
        #expect(security.words == words && security.isFilledIn == isFilledIn)
    }

    @Test func securityThatIsNotDefinedIsToldByItsName() throws {
        let body = #"{"security": ["gone"], "actions": {"a": {"forms": [{"href": "http://h/a"}]}}}"#
        let security = try #require(read(body)?.affordances.first?.operations.first?.security.first)
        #expect(security.words.hasPrefix("gone") && !security.isFilledIn)
    }

    @Test func actionsHaveABodyToBeginWith() throws {
        let operations = try lamp().affordances[3].operations
        let blink = try #require(operations.first)
        guard case .http(let http) = blink.way else { throw Wrong() }
        #expect(http.method == "POST" && http.body == #"{"times": 3, "color": "red"}"#)
        #expect(http.fields.first == .init(name: "X-A", value: "1"))
        #expect(blink.security.map(\.words) == ["apikey in query k"])
    }

    @Test func eventsOverHTTPSayHow() throws {
        let hot = try lamp().affordances[4]
        #expect(hot.operations.first?.subprotocol == "sse")
        guard case .http(let http)? = hot.operations.first?.way else { throw Wrong() }
        #expect(http.fields == [.init(name: "Accept", value: "text/event-stream")])
    }

    @Test func mqttFormsOfToday() throws {
        let observe = try lamp().affordances[0].operations[2]
        #expect(
            observe.way
                == .listen(.init(broker: "mqtt://broker:1884", filters: ["home/lamp/on"], qos: 1, isRetained: false)))
    }

    @Test func mqttFormsWithTheTopicInThePath() throws {
        let write = try lamp().affordances[0].operations[3]
        #expect(
            write.way
                == .publish(
                    .init(broker: "mqtt://broker", filters: ["home/lamp/set"], qos: nil, isRetained: true),
                    payload: "false"))
    }

    @Test(arguments: [
        (#"{"href": "mqtt://b/a/b"}"#, ["a/b"]), (#"{"href": "mqtt://b/", "mqv:topic": "t"}"#, ["t"]),
        (#"{"href": "mqtt://b", "mqv:filter": ["a/+", "b/#"]}"#, ["a/+", "b/#"]),
        (#"{"href": "mqtts://b/a/#"}"#, ["a/#"]),
        (#"{"href": "mqtt://b/a%20b"}"#, ["a b"]), (#"{"href": "ws://b/mqtt", "mqv:filter": "x"}"#, ["x"]),
        (#"{"href": "mqtt://b/a", "mqv:options": [{"mqv:optionName": "qos", "mqv:optionValue": 2}]}"#, ["a"]),
    ]) func mqttTopics(form: String, filters: [String]) throws {
        let body = #"{"events": {"e": {"forms": [\#(form)]}}}"#
        guard case .listen(let topic)? = read(body)?.affordances.first?.operations.first?.way else {
            throw Wrong()
        }
        #expect(topic.filters == filters)
        if form.contains("options") { #expect(topic.qos == 2) }
    }

    /// A description of today's draft with an empty path does not subscribe to the empty topic.
    @Test func anMQTTFormWithoutATopicIsARemark() throws {
        let thing = try #require(read(#"{"events": {"e": {"forms": [{"href": "mqtt://b"}]}}}"#))
        #expect(thing.affordances[0].operations.isEmpty)
        #expect(thing.remarks == ["a form of e names no topic: mqtt://b"])
    }

    @Test func controlPacketDecides() throws {
        let body = #"{"actions": {"a": {"forms": [{"href": "mqtt://b/t", "mqv:controlPacket": "subscribe"}]}}}"#
        guard case .listen? = read(body)?.affordances.first?.operations.first?.way else { throw Wrong() }
    }

    @Test func isToldByItsContextOrType() {
        func isThing(_ text: String, _ type: String? = nil) -> Bool {
            ThingReader.isThing(PayloadBytes(Array(text.utf8)), type: type.flatMap { MediaType($0) })
        }
        #expect(isThing(Self.lamp) && isThing("{}", "application/td+json"))
        #expect(isThing(#"{"@context": ["https://www.w3.org/2019/wot/td/v1", {}], "title": "x", "properties": {}}"#))
        #expect(!isThing(#"{"@context": "https://schema.org", "properties": {}, "pad": "xxxxxxxx"}"#))
        #expect(!isThing(#"{"properties": {}, "title": "no context at all"}"#))
    }

    @Test(arguments: [
        "", "[]", "{}", "{\"properties\": 3}", "{\"properties\": {\"a\": {\"forms\": [1, {}]}}}", "{\"forms\": [",
    ])
    func brokenOnesDoNoHarm(body: String) {
        let operations = read(body)?.affordances.flatMap(\.operations) ?? []
        #expect(operations.isEmpty)
    }

    @Test func deepSchemasEnd() throws {
        let deep =
            String(repeating: #"{"type": "array", "items": "#, count: 200) + "{}" + String(repeating: "}", count: 200)
        let body = #"{"actions": {"a": {"input": \#(deep), "forms": [{"href": "/a"}]}}}"#
        #expect(try #require(read(body)).affordances[0].operations.count == 1)
    }

    // MARK: - Addresses that devices announce

    @Test(arguments: [
        (#"{"name": "x", "device": {"configuration_url": "http://10.0.0.7/setup"}}"#, "http://10.0.0.7/setup"),
        (#"{"dev": {"cu": "https://dev.local"}}"#, "https://dev.local"),
        (#"{"ip": "192.168.1.4", "hn": "tasmota"}"#, "http://192.168.1.4/"),
        (#"{"ip": "fe80::1"}"#, "http://[fe80::1]/"), (#"{"state_url": "http://d/x"}"#, "http://d/x"),
    ]) func announcements(body: String, url: String) {
        #expect(DeviceLinks.read(PayloadBytes(Array(body.utf8)), topic: "t").map(\.target) == [url])
    }

    @Test func noAddressNoLink() {
        #expect(
            DeviceLinks.read(PayloadBytes(Array(#"{"ip": "not one", "a": "/b", "url": "/c"}"#.utf8)), topic: "t")
                .isEmpty)
    }
}
