import Testing

@testable import MQTT

/// The client's side of SOCKS5 without a socket.
struct SOCKSTalkTests {
    private func talk(_ host: String, user: String? = nil, password: String? = nil) -> SOCKSTalk {
        SOCKSTalk(
            proxy: SOCKSProxy(host: "proxy", username: user, password: password), host: host, port: 1883)
    }

    @Test(arguments: [
        ("127.0.0.1", [1, 127, 0, 0, 1] as [UInt8]),
        ("::1", [4] + Array(repeating: 0, count: 15) + [1]),
        ("ab.c", [3, 4] + Array("ab.c".utf8)),
    ])
    func asksForTheAddressAsGiven(_ host: String, _ address: [UInt8]) {
        var talk = talk(host)
        #expect(talk.greeting == [5, 1, 0])
        #expect(talk.receive([5, 0]) == .send([5, 1, 0] + address + [0x07, 0x5B]))
        #expect(talk.receive([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]) == .open)
        #expect(talk.received.isEmpty)
    }

    @Test func tellsWhoWeAre() {
        var talk = talk("h", user: "me", password: "pw")
        #expect(talk.greeting == [5, 2, 0, 2])
        #expect(talk.receive([5, 2]) == .send([1, 2, 0x6D, 0x65, 2, 0x70, 0x77]))
        #expect(talk.receive([1, 0]) == .send([5, 1, 0, 3, 1, 0x68, 0x07, 0x5B]))
    }

    /// Byte by byte, in all three forms of the reply, with the broker's first bytes behind it.
    @Test(
        arguments: [
            [1, 1, 2, 3, 4], [3, 3, 0x61, 0x62, 0x63], [4] + Array(repeating: 9, count: 16),
        ] as [[UInt8]])
    func repliesInPieces(_ address: [UInt8]) {
        var talk = talk("h")
        _ = talk.receive([5])
        _ = talk.receive([0])
        let reply = [5, 0, 0] + address + [0, 1]
        for byte in reply.dropLast() { #expect(talk.receive([byte]) == .wait) }
        #expect(talk.receive([1, 0x20, 2]) == .open)
        #expect(talk.received == [0x20, 2])
    }

    @Test func refusals() {
        func after(_ steps: [[UInt8]], user: String? = nil, host: String = "h") -> SOCKSTalk.Step {
            var talk = talk(host, user: user)
            var last = SOCKSTalk.Step.wait
            for step in steps { last = talk.receive(step) }
            return last
        }
        #expect(after([Array("HTTP/1.1 400".utf8)]) == .fail(.notSOCKS))
        #expect(after([[4, 0]]) == .fail(.notSOCKS))
        #expect(after([[5, 0xFF]]) == .fail(.wantsAuthentication))
        #expect(after([[5, 0xFF]], user: "me") == .fail(.acceptsNoMethod))
        #expect(after([[5, 2]]) == .fail(.notSOCKS))
        #expect(after([[5, 2], [1, 1]], user: "me") == .fail(.wrongPassword))
        #expect(after([[5, 0], [5, 5]]) == .fail(.refused(5)))
        #expect(after([[5, 0], [5, 0, 0, 7, 0]]) == .fail(.notSOCKS))
        #expect(after([[5, 0]], host: String(repeating: "x", count: 256)) == .fail(.nameTooLong))
    }

    @Test(arguments: [
        ("socks5h://h", SOCKSProxy(host: "h")), ("socks5h://h:99", SOCKSProxy(host: "h", port: 99)),
        ("SOCKS5H://u@h", SOCKSProxy(host: "h", username: "u")),
        ("socks5h://u:p%3A%40@h:1", SOCKSProxy(host: "h", port: 1, username: "u", password: "p:@")),
        ("socks5h://[::1]", SOCKSProxy(host: "::1")),
        ("socks5h://u:p@[::1]:5", SOCKSProxy(host: "::1", port: 5, username: "u", password: "p")),
    ])
    func urls(_ text: String, _ proxy: SOCKSProxy) throws {
        #expect(try SOCKSProxy(url: text) == proxy)
    }

    @Test(arguments: [
        "", "h", "http://h", "socks5://h", "socks5h://", "socks5h://h:0", "socks5h://h:x", "socks5h://h/path",
        "socks5h://a b",
    ])
    func wrongURLs(_ text: String) {
        #expect(throws: EndpointError.self) { try SOCKSProxy(url: text) }
    }
}
