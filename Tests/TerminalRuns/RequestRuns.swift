import Glibc
import TestSupport
import Testing

/// The REST half of the built program, on the demo's services.
@Suite("Requests in the terminal") struct RequestRuns {
    @Test(
        "A request of the demo is sent from both views and answered; the person's history is neither read nor written")
    func demo() async throws {
        let state = try Scratch.newFolder("state")
        let earlier = "at=1&url=http%3A%2F%2F127.0.0.1%3A1%2Fmine&status=418&draft=http%3A%2F%2F127.0.0.1%3A1%2Fmine\n"
        #expect(mkdir("\(state)/martlet", 0o700) == 0)
        try Scratch.write(earlier, to: "\(state)/martlet/history")
        let screen = try await Running.martlet(["demo"], environment: ["XDG_STATE_HOME": state])
        try await screen.waitFor("Request")
        try screen.type("2")
        try await screen.waitFor("list sensors")
        // The first is open, and the cursor on it.
        try screen.type("<Down><C-s>")
        try await screen.waitFor("201")
        try screen.type("H")
        let rows = try await screen.waitFor("/sensors")
        #expect(!rows.contains { $0.contains("/mine") })
        try screen.type("1<Tab><Tab><Tab><C-s>")
        // It is there already.
        try await screen.waitFor("409")
        try screen.type("q")
        #expect(try await screen.leftovers() == [])
        #expect(try Scratch.names(in: "\(state)/martlet") == ["history"])
        #expect(try Scratch.read("\(state)/martlet/history") == earlier)
    }

    @Test("What was sent is there after a restart")
    func history() async throws {
        let state = try Scratch.newFolder("state")
        let services = try await Running.martlet(["demo", "--headless"])
        let rows = try await services.waitFor("http://127.0.0.1:")
        let url = rows.first { $0.hasPrefix("http://") }.map { String($0.prefix { !$0.isWhitespace }) } ?? ""
        let profile = "\(state)/profile.json"
        try Scratch.write(
            #"{"version": 1, "requests": [{"name": "list", "method": "GET", "url": "\#(url)/sensors"}]}"#, to: profile)
        for sends in 1...2 {
            let screen = try await Running.martlet(
                ["--profile", profile], environment: ["XDG_STATE_HOME": state])
            try await screen.waitFor("Connections")
            try screen.type("2<Down><Enter><C-s>")
            try await screen.waitFor("200 OK")
            try screen.type("<S-Tab>H")
            let rows = try await screen.waitFor("history")
            #expect(rows.count { $0.contains("200 GET") } == sends, "\(rows)")
            try screen.type("q")
            #expect(try await screen.leftovers() == [])
        }
    }
}
