import MQTT
import Testing

struct EndpointTests {
    @Test(arguments: [
        ("mqtt://broker.example", Endpoint.Transport.tcp, "broker.example", 1883, ""),
        ("mqtt://broker.example:2883/a/b", .tcp, "broker.example", 2883, "/a/b"),
        ("tcp://h", .tcp, "h", 1883, ""),
        ("mqtts://h", .tls, "h", 8883, ""),
        ("MQTTS://h", .tls, "h", 8883, ""),
        ("ssl://h:1", .tls, "h", 1, ""),
        ("ws://h", .webSocket, "h", 80, "/mqtt"),
        ("ws://h/", .webSocket, "h", 80, "/"),
        ("ws://h:8080/ws?token=a%20b#x", .webSocket, "h", 8080, "/ws?token=a%20b"),
        ("ws://h?token=1", .webSocket, "h", 80, "/mqtt?token=1"),
        ("wss://h", .secureWebSocket, "h", 443, "/mqtt"),
        ("mqtt://[::1]", .tcp, "::1", 1883, ""),
        ("mqtt://[fe80::1%25eth0]:1884", .tcp, "fe80::1%eth0", 1884, ""),
        ("broker", .tcp, "broker", 1883, ""),
        ("broker:1999", .tcp, "broker", 1999, ""),
        ("broker:", .tcp, "broker", 1883, ""),
        ("[::1]:7", .tcp, "::1", 7, ""),
        ("unix:///run/mosquitto.sock", .unix, "", 0, "/run/mosquitto.sock"),
        ("unix:/run/m%20q.sock", .unix, "", 0, "/run/m q.sock"),
    ])
    func addresses(url: String, transport: Endpoint.Transport, host: String, port: Int, path: String) throws {
        let endpoint = try Endpoint(url: url)
        #expect(endpoint.transport == transport)
        #expect(endpoint.host == host)
        #expect(endpoint.port == port)
        #expect(endpoint.path == path)
        #expect(endpoint.username == nil)
        #expect(endpoint.password == nil)
    }

    @Test func userInformation() throws {
        let endpoint = try Endpoint(url: "mqtts://me%40home:se%3Acret@x@[2001:db8::1]:9999")
        #expect(endpoint.username == "me@home")
        #expect(endpoint.password == "se:cret@x")
        #expect(endpoint.host == "2001:db8::1")
        #expect(endpoint.description == "mqtts://[2001:db8::1]:9999")
        #expect(try Endpoint(url: "mqtt://me@h").username == "me")
        #expect(try Endpoint(url: "mqtt://me:@h").password == "")
    }

    @Test(arguments: [
        ("", EndpointError.empty),
        ("http://h", .unknownScheme("http")),
        ("mqtt://", .missingHost("mqtt://")),
        ("mqtt://:1883", .missingHost("mqtt://:1883")),
        ("mqtt://u:secret@:1", .missingHost("mqtt://…@:1")),
        ("mqtt://h:0", .badPort("0")),
        ("mqtt://h:65536", .badPort("65536")),
        ("mqtt://h:99999999999999999999", .badPort("99999999999999999999")),
        ("mqtt://h:+5", .badPort("+5")),
        ("mqtt://h:mqtt", .badPort("mqtt")),
        ("mqtt://::1", .badAddress("::1")),
        ("mqtt://[::1", .badAddress("[::1")),
        ("mqtt://[::1]x", .badAddress("[::1]x")),
        ("mqtt://[host]", .badAddress("[host]")),
        ("mqtt://a%zz", .badEscape("%…")),
        ("mqtt://u:%ff@h", .badEscape("%…")),
        ("mqtt://a b", .badCharacter("mqtt://a b")),
        ("mqtt://u:pass word@h", .badCharacter("mqtt://…@h")),
        ("mqtt://u:sec#ret@h", .rawCharacter("#")), ("mqtt://u:12#34@h", .rawCharacter("#")),
        ("mqtt://u:se@secret#x@h", .rawCharacter("#")), ("mqtt://u:a@secret#@h/x", .rawCharacter("#")),
        ("mqtt://secret#x@h", .rawCharacter("#")), ("mqtt://u:secret/x@h", .rawCharacter("/")),
        ("ws://u:secret?x@h/mqtt", .rawCharacter("?")),
        ("ws://h/m?token=secret x", .badCharacter("ws://h/m?token=••••••")),
        ("unix:", .badSocketPath("")),
        ("unix:/" + String(repeating: "a", count: 107), .badSocketPath("/" + String(repeating: "a", count: 107))),
    ])
    func errors(url: String, expected: EndpointError) {
        #expect(throws: expected) { try Endpoint(url: url) }
        #expect(!expected.description.contains("secret"))
    }

    @Test func aQueryIsNotTold() throws {
        let endpoint = try Endpoint(url: "wss://h/mqtt?x-token=secret&flag&a=b=c")
        #expect(endpoint.path == "/mqtt?x-token=secret&flag&a=b=c")
        #expect(endpoint.description == "wss://h:443/mqtt?x-token=••••••&flag&a=••••••")
        #expect(try Endpoint(url: "mqtt://h:1883/a/b@c").host == "h")
    }

    @Test func urlRoundTrip() throws {
        for url in ["mqtt://h:1883", "mqtts://[::1]:8883", "ws://h:80/mqtt", "wss://h:444/x?y"] {
            #expect(try Endpoint(url: url).description == url)
        }
        #expect(try Endpoint(url: "unix:/tmp/a").description == "unix:///tmp/a")
    }
}
