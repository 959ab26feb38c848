import Testing

@testable import Profile

@Suite("Commands for other programs") struct BrokerCommandTests {
    private func lines(
        _ purpose: BrokerCommand.Purpose, _ tool: CommandTool, _ access: BrokerAccess, version: String = "5"
    ) -> [String] {
        (BrokerCommand.text(purpose, by: tool, to: access, version: version) ?? "").split(separator: "\n")
            .map(String.init)
    }

    private var local: BrokerAccess { BrokerAccess(host: "h", port: 11_883) }

    @Test("A message in the words of each program") func publish() {
        var draft = PublishDraft()
        (draft.topic, draft.qos, draft.retain) = ("a b", 1, true)
        draft.properties.isUTF8 = true
        draft.properties.expiry = 60
        draft.properties.userProperties = [.init("k", "it's"), .init("x:y", "1")]
        let purpose = BrokerCommand.Purpose.publish(draft, .bytes(Array("on".utf8)))
        #expect(
            lines(purpose, .mosquitto, local) == [
                "mosquitto_pub -h h -p 11883 -V mqttv5 -t 'a b' -q 1 -r -D publish payload-format-indicator 1"
                    + " -D publish message-expiry-interval 60 -D publish user-property k 'it'\\''s'"
                    + " -D publish user-property x:y 1 -m on"
            ])
        #expect(
            lines(purpose, .mqttx, local) == [
                "# Left out: the user property x:y, which mqttx cannot be told",
                "mqttx pub -h h -p 11883 -V 5 -t 'a b' -q 1 -r -pf -e 60 -up 'k: it'\\''s' -m on",
            ])
        #expect(
            lines(purpose, .martlet, local, version: "3.1.1") == [
                "martlet pub -h h -p 11883 -V mqttv311 -t 'a b' -q 1 -r -m on"
            ])
    }

    @Test("Bytes that are no text, and none") func payloads() {
        func last(_ bytes: [UInt8], _ tool: CommandTool) -> String {
            var draft = PublishDraft()
            draft.topic = "t"
            return lines(.publish(draft, .bytes(bytes)), tool, local).last ?? ""
        }
        #expect(last([0, 255], .mqttx).hasSuffix("-t t -f hex -m 00ff"))
        #expect(last([], .mqttx).hasSuffix("-t t -m ''") && last([], .martlet).hasSuffix("-t t -n"))
        #expect(last([0, 255], .mosquitto).hasPrefix("printf '\\000\\377' | mosquitto_pub "))
        #expect(last([UInt8](repeating: 0xFE, count: 300), .mqttx).contains(" -f base64 -m /v7+"))
        #expect(last([UInt8](repeating: 0xFE, count: 200_000), .mqttx).hasSuffix("-f base64 -s"))
    }

    @Test("What a program cannot be told of the way is said, and martlet stands in for it") func lacks() {
        var socket = BrokerAccess(host: "", port: 0, carrier: .unix(path: "/run/m.sock"))
        #expect(
            lines(.connect([]), .mqttx, socket) == [
                "# mqttx conn takes no unix socket: martlet does", "martlet --unix /run/m.sock -V mqttv5",
            ])
        socket.carrier = .webSocket(path: "/mqtt?token=abc")
        (socket.host, socket.port) = ("::1", 9001)
        #expect(
            lines(.subscribe([SubscriptionDraft("a/#")]), .mosquitto, socket) == [
                "# mosquitto_sub speaks no WebSocket: martlet does",
                "# Left out: what follows ? in the address, which may be a secret",
                "martlet sub -L 'ws://[::1]:9001/mqtt' -V mqttv5 -t 'a/#'",
            ])
        #expect(
            lines(.subscribe([SubscriptionDraft("a/#")]), .mqttx, socket).last
                == "mqttx sub -h ::1 -p 9001 -l ws --path /mqtt -V 5 -t 'a/#'")
        var secure = local
        secure.tls = DraftTLS()
        #expect(lines(.connect([]), .mqttx, secure) == ["mqttx conn -h h -p 11883 -l mqtts -V 5"])
        secure.tls?.verify = false
        #expect(lines(.connect([]), .mqttx, secure).last?.hasSuffix("-l mqtts --insecure -V 5") == true)
        #expect(
            lines(.connect([]), .mosquitto, secure).first?.contains("does not leave a certificate unchecked") == true)
    }

    @Test("Subscriptions with their options, each program as far as it goes") func subscribe() {
        var strict = SubscriptionDraft("b", qos: 2)
        (strict.noLocal, strict.retainHandling) = (true, 2)
        let purpose = BrokerCommand.Purpose.subscribe([SubscriptionDraft("a", qos: 1), strict])
        #expect(
            lines(purpose, .mqttx, local) == [
                "mqttx sub -h h -p 11883 -V 5 -t a -t b -q 1 2 -nl false true -rh 0 2"
            ])
        #expect(
            lines(purpose, .mosquitto, local) == [
                "# QoS 2 for all filters: the program takes one", "# Left out: No Local of b, Retain Handling 2 of b",
                "mosquitto_sub -h h -p 11883 -V mqttv5 -t a -t b -q 2",
            ])
        strict.noLocal = false
        #expect(
            lines(.subscribe([strict]), .martlet, local) == [
                "martlet sub -h h -p 11883 -V mqttv5 -t b -q 2 --retain-handling never"
            ])
        #expect(
            lines(.connect([strict]), .martlet, local, version: "3.1.1") == [
                "martlet -h h -p 11883 -V mqttv311 -t b -q 2"
            ])
    }

    @Test("Passwords are variables of the shell; a client identifier is a comment") func secrets() {
        var access = local
        (access.username, access.password, access.clientID) = ("me", .literal("sesame"), "c\n1")
        for tool in CommandTool.allCases {
            let text = lines(.connect([]), tool, access)
            #expect(!text.joined().contains("sesame") && text.contains { $0.contains("is c?1:") })
            #expect(text.last?.contains(":?set it first}\"") == true && text.last?.contains("-u me") == true)
        }
        access.password = .environment("BROKER_PW")
        #expect(lines(.connect([]), .mqttx, access).last?.hasSuffix("-u me -P \"$BROKER_PW\"") == true)
        #expect(
            lines(.connect([]), .martlet, access).last?.hasPrefix("MARTLET_PASSWORD=\"$BROKER_PW\" martlet ") == true)
    }
}
