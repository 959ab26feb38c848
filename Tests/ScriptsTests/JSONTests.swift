import Glibc
import MQTT
import Testing

@testable import Scripts

struct JSONTests {
    private func line(_ format: String, _ publish: Publish, isPretty: Bool = false) throws -> String {
        setenv("TZ", "UTC", 1)
        var output = MessageOutput(.format(try MessageFormat(format)))
        output.endsLine = false
        output.isPretty = isPretty
        return try printed(output, publish).text
    }

    @Test func escapedPayload() throws {
        #expect(
            try line("%j", Publish("a/b", "say \"hé\"\\\n\u{1}")) == """
                {"tst":"2026-11-24T09:30:05.123456+0000","topic":"a/b","qos":0,"retain":false,"payloadlen":12,\
                "payload":"say \\"hé\\"\\\\\\n\\u0001"}
                """)
        #expect(
            try line("%j", Publish("a", "", qos: .exactlyOnce, retain: true)) == """
                {"tst":"2026-11-24T09:30:05.123456+0000","topic":"a","qos":2,"retain":true,"payloadlen":0,"mid":7,\
                "payload":null}
                """)
    }

    @Test func propertiesAsMosquittoNamesThem() throws {
        var properties = Properties()
        properties.contentType = "text/plain"
        properties.userProperties = [UserProperty("k", "v"), UserProperty("k", "w")]
        properties.messageExpiryInterval = 9
        #expect(
            try line("%j", Publish("a", "x", properties: properties)).contains(
                #""properties":{"content-type":"text/plain","user-properties":[{"k":"v"},{"k":"w"}],"message-expiry-interval":9}"#
            ))
    }

    /// Escapes and blanks as mosquitto_sub prints them, which reads the payload and writes it again; numbers as they came.
    @Test(arguments: [
        (#" { "a" : 1.0 , "b":[1, 2.50,{}], "c":"\u00e9\/\ud83d\ude00" } "#, #"{"a":1.0,"b":[1,2.50,{}],"c":"é/😀"}"#),
        (
            "[1e3,-0.5,12345678901,1e400,0.1,1E-7,true,false,null]",
            "[1e3,-0.5,12345678901,1e400,0.1,1E-7,true,false,null]"
        ),
        ("21.5", "21.5"), (#"{"a":1,"a":2}"#, #"{"a":1,"a":2}"#), ("\"\"", "\"\""), ("[]", "[]"),
        ("0.1234567890123456789", "0.1234567890123456789"),
    ])
    func unescapedPayload(_ payload: String, _ expected: String) throws {
        let text = try line("%J", Publish("a", payload))
        #expect(text.hasSuffix("\"payload\":\(expected)}"))
    }

    @Test(arguments: [
        "{", "hello", "[1,]", "{\"a\"}", "1 2", "\"\\x\"", "\"\\ud800\"", "01", "+1", "tru", "\"", "[1", "{1:2}",
    ])
    func whatIsNoJSONIsSaid(_ payload: String) throws {
        let result = try printed(MessageOutput(.format(try MessageFormat("<%J>"))), Publish("a/b", payload))
        #expect(result.text == "<>\n")
        #expect(result.complaints == ["the payload is not valid JSON on topic a/b; use %j"])
    }

    @Test func depthIsBounded() throws {
        let deep = String(repeating: "[", count: 100_000)
        #expect(try printed(MessageOutput(.format(try MessageFormat("%J"))), Publish("a", deep)).complaints.count == 1)
    }

    @Test func pretty() throws {
        #expect(
            try line("%J", Publish("a", #"{"b":[1,{}]}"#), isPretty: true) == """
                {
                \t"tst":\t"2026-11-24T09:30:05.123456+0000",
                \t"topic":\t"a",
                \t"qos":\t0,
                \t"retain":\tfalse,
                \t"payloadlen":\t12,
                \t"payload":\t{
                \t\t"b":\t[1, {
                \t\t\t}]
                \t}
                }
                """)
    }

    @Test func lines() throws {
        #expect(
            try printed(MessageOutput(.lines), Publish("a/b", "21.50 \"é\"")).text == """
                {"time":"2026-11-24T09:30:05.123456Z","topic":"a/b","qos":0,"retain":false,"duplicate":false,\
                "packetID":null,"properties":{},"encoding":"utf8","payload":"21.50 \\"é\\""}

                """)
        var properties = Properties()
        properties.correlationData = [0, 0xFF]
        properties.userProperties = [UserProperty("k", "v")]
        properties.contentType = "x"
        var publish = Publish("a", bytes: [0xFF, 0xFE, 0, 0x41])
        publish.qos = .atLeastOnce
        publish.packetID = 12
        publish.properties = properties
        #expect(
            try printed(MessageOutput(.lines), publish).text == """
                {"time":"2026-11-24T09:30:05.123456Z","topic":"a","qos":1,"retain":false,"duplicate":false,\
                "packetID":12,"properties":{"contentType":"x","correlationData":"AP8=","userProperties":[["k","v"]]},\
                "encoding":"base64","payload":"//4AQQ=="}

                """)
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000000Z"), (951_827_696, "2000-02-29T12:34:56.000000Z"),
        (1_709_251_199, "2024-02-29T23:59:59.000000Z"), (4_102_444_800, "2100-01-01T00:00:00.000000Z"),
        (-1, "1969-12-31T23:59:59.000000Z"),
    ])
    func calendar(_ seconds: Int, _ expected: String) throws {
        let text = try printed(
            MessageOutput(.lines), Publish("a", ""), at: WallTime(seconds: seconds, nanoseconds: 0)
        ).text
        #expect(text.contains("\"time\":\"\(expected)\""))
    }

    @Test(arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")])
    func base64(_ text: String, _ expected: String) {
        let out = OutputBuffer()
        Array(text.utf8).withUnsafeBytes { out.append(base64: $0) }
        #expect(String(decoding: out.bytes, as: UTF8.self) == "\"\(expected)\"")
    }
}
