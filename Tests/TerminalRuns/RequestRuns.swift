import Glibc
import TestSupport
import Testing

/// The REST half of the built program, on the demo's services.
@Suite("Requests in the terminal") struct RequestRuns {
    @Test("A request of the demo is sent from both views and answered; what was sent is there after a restart")
    func demo() async throws {
        var template = Array("/tmp/martlet-state-XXXXXX".utf8CString)
        #expect(mkdtemp(&template) != nil)
        let state = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        let screen = try await Running.martlet(["demo"], environment: ["XDG_STATE_HOME": state])
        try await screen.waitFor("Request")
        try screen.type("2")
        try await screen.waitFor("list sensors")
        try screen.type("<Down><Down><C-s>")
        try await screen.waitFor("201")
        try screen.type("H")
        try await screen.waitFor("/sensors")
        try screen.type("1<Tab><Tab><Tab><C-s>")
        // It is there already.
        try await screen.waitFor("409")
        try screen.type("q")
        #expect(try await screen.leftovers() == [])

        let again = try await Running.martlet(["demo"], environment: ["XDG_STATE_HOME": state])
        try await again.waitFor("Request")
        try again.type("2H")
        try await again.waitFor("409")
        try await again.waitFor("2 sends")
        try again.type("q")
        #expect(try await again.leftovers() == [])
    }
}
