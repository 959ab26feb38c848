import Dispatch
import Synchronization
import TestSupport
import Testing

@testable import Opener

@Suite("Where a browser is led back to", .timeLimit(.minutes(1))) struct RedirectListenerTests {
    @Test("The browser has its page before the sign-in goes on, which may be the end of the program") func page()
        async throws
    {
        let hasPage = DispatchSemaphore(value: 0)
        let taken = Mutex<(target: String, hadPage: Bool)?>(nil)
        let place = try #require(RedirectListener.Place(""))
        let listener = try await RedirectListener.start(place, isOwn: { _ in true }) { target in
            let hadPage = hasPage.wait(timeout: .now() + 5) == .success
            taken.withLock { $0 = (target, hadPage) }
        }
        defer { listener.close() }
        let run = try await Command.attempt(.curl, ["-sS", "-m", "4", "\(listener.url)?code=C1&state=S"])
        #expect(run.status == .code(0) && run.output.contains("can close this page"), "\(run.output)")
        hasPage.signal()
        let news = try await waiting(for: "the redirect") { taken.withLock { $0 } }
        #expect(news.target == "/?code=C1&state=S" && news.hadPage)
    }

    @Test("What is of another sign-in is turned away, and the right one still taken") func foreign() async throws {
        let taken = Mutex<[String]>([])
        let place = try #require(RedirectListener.Place(""))
        let listener = try await RedirectListener.start(place, isOwn: { $0.contains("state=S") }) { target in
            taken.withLock { $0.append(target) }
        }
        defer { listener.close() }
        let other = try await Command.attempt(.curl, ["-sS", "-m", "4", "\(listener.url)?code=C1&state=other"])
        #expect(other.output.contains("of another sign-in"), "\(other.output)")
        let own = try await Command.attempt(.curl, ["-sS", "-m", "4", "\(listener.url)?code=C2&state=S"])
        #expect(own.output.contains("can close this page"), "\(own.output)")
        _ = try await waiting(for: "the redirect") { taken.withLock { $0.first } }
        #expect(taken.withLock { $0 } == ["/?code=C2&state=S"])
    }
}
