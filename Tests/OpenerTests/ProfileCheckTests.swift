import Opener
import Profile
import Testing

@Suite("What is wrong in a profile that can be read")
struct ProfileCheckTests {
    private func found(_ json: String) throws -> [String] {
        let bytes = Array(json.utf8)
        let (profile, problems) = try Profile.read(bytes).get()
        #expect(problems.isEmpty, "\(problems)")
        return ProfileProblem.locate(ProfileCheck.problems(of: profile), in: bytes).map {
            "\($0.weight == .note ? "note " : "")\($0.line) \($0.path): \($0.text)"
        }
    }

    @Test("addresses, filters, topics, methods, properties and names that are referred to, each with its place")
    func places() throws {
        let lines = try found(
            #"""
            {"version": 1, "connections": [
              {"name": "a", "url": "http://x", "subscriptions": [{"filter": "a/#"}, {"filter": "a/#/b"}],
               "will": {"topic": "a/+", "properties": {"correlationData": "0x1"}}, "tls": {"key": "k.pem"}},
              {"name": "b", "url": "mqtt://h:99999", "headers": [{"name": "a b", "value": "c"}]}],
             "publishes": [{"name": "p", "topic": "a/#"}, {"name": "q", "topic": "a", "format": "hex", "payload": "0"}],
             "requests": [{"name": "r", "method": "GE T", "url": "http://h", "headers": [{"name": "a b", "value": ""}]}],
             "settings": {"connection": "c", "environment": "e", "lastConnection": "d"}}
            """#)
        let expected = [
            "2 $.connections[0].url:", "2 $.connections[0].subscriptions[1].filter: # must be the last level",
            "3 $.connections[0].will.topic: + and #", "3 $.connections[0].will.properties.correlationData:",
            "3 $.connections[0].tls: a client certificate and its key go together and the certificate is missing",
            "note 3 $.connections[0].tls.key: there is no k.pem here", "4 $.connections[1].url:",
            "4 $.connections[1].headers[0]: WebSocket header a b", "5 $.publishes[0].topic:",
            "5 $.publishes[1].payload:", "6 $.requests[0].method: \"GE T\" is no method",
            "6 $.requests[0].headers[0]:", "7 $.settings.connection: no connection is called c; there are a, b",
            "7 $.settings.environment: no environment is called e; there is none",
            "note 7 $.settings.lastConnection: no connection is called d",
        ]
        for start in expected { #expect(lines.contains { $0.hasPrefix(start) }, "\(start): \(lines)") }
        #expect(lines.count == expected.count, "\(lines)")
    }

    @Test("secrets in files that are not here are noted, wherever they stand")
    func missingSecrets() throws {
        let lines = try found(
            #"""
            {"version": 1, "connections": [
              {"name": "a", "url": "mqtt://h", "password": {"file": "/none/1"}, "tls": {"keyPassword": {"file": "/none/2"}}}],
             "environments": [{"name": "e", "variables": {"t": {"file": "/none/3"}, "here": {"file": "/"}}}],
             "requests": [{"name": "r", "url": "http://h", "auth": {"bearer": {"file": "/none/4"}}}]}
            """#)
        for (place, number) in [
            ("2 $.connections[0].password", 1), ("2 $.connections[0].tls.keyPassword", 2),
            ("3 $.environments[0].variables.t", 3), ("4 $.requests[0].auth", 4),
        ] { #expect(lines.contains("note \(place): there is no /none/\(number) here"), "\(lines)") }
        #expect(lines.count == 4, "\(lines)")
    }

    @Test("a shared key is one, has its name, and goes with no authorities") func sharedKeys() throws {
        let lines = try found(
            #"""
            {"version": 1, "connections": [
              {"name": "a", "url": "mqtts://h", "tls": {"psk": "c0f", "pskIdentity": "me"}},
              {"name": "b", "url": "mqtts://h", "tls": {"psk": "{{key}}"}},
              {"name": "c", "url": "mqtts://h", "tls": {"psk": {"env": "K"}, "pskIdentity": "me", "caFolder": "/"}},
              {"name": "d", "url": "mqtts://h", "tls": {"psk": "c0FE", "pskIdentity": "me", "version": "tlsv1.2"}}],
             "environments": [{"name": "e", "variables": {"key": "0x00"}}]}
            """#)
        let expected = [
            "2 $.connections[0].tls.psk: an even number of hexadecimal digits is needed, without 0x",
            "3 $.connections[1].tls: a shared key (PSK) and its name go together and the name is missing",
            "3 $.connections[1].tls.psk: an even number",
            "4 $.connections[2].tls: a shared key (PSK) stands in the place of certificates",
        ]
        for start in expected { #expect(lines.contains { $0.hasPrefix(start) }, "\(start): \(lines)") }
        #expect(lines.count == expected.count, "\(lines)")
    }

    @Test(
        "texts are checked with their values in; a name that nobody has is a note, a secret and a generator are neither"
    )
    func variables() throws {
        let lines = try found(
            #"""
            {"version": 1, "environments": [{"name": "dev", "variables":
              {"host": "127.0.0.1", "port": "99999", "secret": {"env": "HOME"}, "level": "+"}}], "connections": [
              {"name": "a", "url": "mqtt://{{host}}:{{port}}", "will": {"topic": "{{level}}/{{uuid}}"}},
              {"name": "b", "url": "mqtt://{{secret}}", "clientID": "{{nobody}}-{{random}}"}],
             "publishes": [{"name": "p", "topic": "{{level}}"}],
             "requests": [{"name": "r", "method": "GET", "url": "{{base}}/x"}]}
            """#)
        #expect(
            lines.map { $0.prefix { $0 != ":" } } == [
                "3 $.connections[0].url", "note 4 $.connections[1].clientID", "5 $.publishes[0].topic",
                "note 6 $.requests[0]",
            ], "\(lines)")
    }

    @Test("a token is of a request that is there and gives one, by itself or by its folder")
    func tokens() throws {
        let lines = try found(
            #"""
            {"version": 1, "connections": [
              {"name": "a", "url": "mqtt://h", "password": {"token": "in"}},
              {"name": "b", "url": "mqtt://h", "password": {"token": "plain"}}],
             "environments": [{"name": "dev", "variables": {"t": {"token": "nobody"}}}],
             "requests": [{"name": "in", "folder": "f/g", "url": "http://h"}, {"name": "plain", "url": "http://h"}],
             "settings": {"folders": {"f": {"auth": {"azureSAS": {"resource": "r", "key": "k"}}}}}}
            """#)
        #expect(
            lines.map { $0.prefix { $0 != ":" } } == [
                "3 $.connections[1].password", "4 $.environments[0].variables.t",
            ], "\(lines)")
    }
}
