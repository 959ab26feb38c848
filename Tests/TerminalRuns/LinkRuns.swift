import TestSupport
import Testing

/// Links, pages and things of the built program, on the demo's services.
@Suite("Links in the terminal", .timeLimit(.minutes(2))) struct LinkRuns {
    @Test("The demo's root leads to everything: links, a template, back, pages, and the lamp over HTTP and MQTT")
    func demo() async throws {
        let screen = try await Running.martlet(["demo"])
        try await screen.waitFor("Request")
        try screen.type("2<Tab>A<Enter>{{base}}/<Enter><C-s><Tab>u")
        try await screen.waitFor("/.well-known/wot")
        // A template asks, and the URL grows.
        try screen.type("/by-page<Enter><Enter>2<Tab>1")
        try await screen.waitFor("/tasks/?page=2&limit=1")
        try screen.type("<Enter>")
        try await screen.waitFor("2 of 2 visited")
        try screen.type("B")
        try await screen.waitFor("1 of 2 visited")
        // The thing, read over HTTP and listened to over MQTT.
        try screen.type("/thing<Enter><Enter>")
        try await screen.waitFor("a Thing Description: T opens it")
        try screen.type("T")
        try await screen.waitFor("property state")
        try screen.type("<Enter>")
        // It links to nothing: its body is there.
        try await screen.waitFor("\"brightness\"")
        try screen.type("BT<End><Up><Up>")
        try await screen.waitFor("home/hall/lamp")
        try screen.type("<Home><Down><Down><Enter>")
        try await screen.waitFor("Listening to home/hall/lamp over demo")
        try screen.type("q")
        #expect(try await screen.leftovers() == [])
    }

    @Test("All pages of a list are asked for and joined")
    func pages() async throws {
        let screen = try await Running.martlet(["demo"])
        try await screen.waitFor("Request")
        try screen.type("2<Tab>A<Enter>{{base}}/tasks/?limit=1<Enter><C-s>")
        try await screen.waitFor("200 OK")
        try screen.type("<Tab>a")
        try await screen.waitFor("joined at")
        try await screen.waitFor("all pages are here")
        try screen.type("q")
        #expect(try await screen.leftovers() == [])
    }
}
