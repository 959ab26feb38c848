import Dispatch
import NIOCore
import NIOPosix
import Synchronization
import TestSupport
import Testing

@testable import REST

@Suite("Addresses as people write them") struct AddressTests {
    @Test("Blanks and line ends around a URL are not part of it; one slash or three after the scheme are two")
    func pasted() throws {
        for text in [" http://a:1/x ", "\u{A0}http://a:1/x\n", "http:///a:1/x", "http:/a:1/x"] {
            #expect(try Target(text).url == "http://a:1/x", "\(text)")
        }
        #expect(try Target("http://a/b").resolving("http:///c/d").url == "http://c/d")
        #expect(throws: RequestFailure.self) { try Target("http://a/b").resolving("mailto:a@b") }
    }

    @Test("An address of the link has its zone, which is not sent") func zones() throws {
        for text in ["http://[FE80::1%25eth0]:8080/x", "http://[fe80::1%eth0]:8080/x"] {
            let target = try Target(text)
            #expect(target.host == "fe80::1%eth0" && target.authority == "[fe80::1]:8080", "\(text)")
        }
        #expect(try Target("http://[fe80::1%eth0]/").resolving("/b").host == "fe80::1%eth0")
    }

    @Test("Names below localhost are this machine's, without asking anybody") func loopback() async throws {
        let found = try await Resolver.addresses(of: "a.b.localhost", port: 80)
        #expect(found.compactMap(\.ipAddress) == ["127.0.0.1", "::1"])
    }

    @Test("A name is looked up while others wait for a name server that says nothing") func pool() async throws {
        let goOn = DispatchSemaphore(value: 0)
        let found = Mutex(false)
        // What getaddrinfo(3) is then: as many threads as there are, which nobody can end.
        for _ in 0..<System.coreCount { NIOThreadPool.singleton.submit { _ in goOn.wait() } }
        defer { for _ in 0..<System.coreCount { goOn.signal() } }
        let looking = Task {
            _ = try await Resolver.addresses(of: "localhost", port: 80)
            found.withLock { $0 = true }
        }
        defer { looking.cancel() }
        _ = try await waiting(for: "the address") { found.withLock { $0 } ? true : nil }
    }

    @Test("A zone that this machine lacks is named") func noZone() async throws {
        let failure = await #expect(throws: RequestFailure.self) {
            try await Resolver.addresses(of: "fe80::1%nosuch0", port: 80)
        }
        #expect(failure?.summary == "this machine has no network interface 'nosuch0'")
    }

    @Test("no_proxy knows networks and every way to write an address") func networks() {
        let exempt = [
            ("10.1.2.3", "10.0.0.0/8"), ("192.168.1.77", "x, 192.168.1.64/26"), ("10.1.2.3", "0.0.0.0/0"),
            ("fd00::1", "fd00::/8"), ("::1", "[::1]"), ("::1", "0:0:0:0:0:0:0:1"), ("a.b.example", "b.example"),
            ("fe80::1%eth0", "fe80::/10"), ("127.0.0.1", "127.0.0.1/32"),
        ]
        let others = [
            ("11.1.2.3", "10.0.0.0/8"), ("192.168.1.1", "192.168.1.64/26"), ("10.1.2.3", "10.0.0.0/33"),
            ("10.1.2.3", "10.0.0.0/x"), ("fd00::1", "10.0.0.0/8"), ("x10.example", "10.0.0.0/8"),
            ("110.0.0.1", "10.0.0.1"),
        ]
        for (host, list) in exempt { #expect(ProxyAddress.isExempt(host, by: list), "\(host) by \(list)") }
        for (host, list) in others { #expect(!ProxyAddress.isExempt(host, by: list), "\(host) by \(list)") }
    }
}
