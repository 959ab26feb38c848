import TestSupport
import Testing

/// Optimistic locking as it is taught, on the demo's services.
@Suite("Locking in the terminal") struct LockingRuns {
    @Test("The first PUT succeeds and the second does not: four keys; then the state of now is joined with mine")
    func fourKeys() async throws {
        let screen = try await Running.martlet(["demo"])
        try await screen.waitFor("Request")
        try screen.type("2")
        try await screen.waitFor("replace a task")
        try screen.type("/replace a task<Enter>")
        try await screen.waitForNo("remove a task")
        try screen.type("<Enter>")
        try await screen.waitFor("water the roses")
        try screen.type("<C-r>")
        try await screen.waitFor("only if unchanged since")
        try screen.type("<C-s>")
        try await screen.waitFor("200 OK")
        try await screen.waitFor("If-Match:")
        try screen.type("c")
        try await screen.waitFor("before the last change")
        try screen.type("<C-s>")
        try await screen.waitFor("412 Precondition Failed")
        try await screen.waitFor("M shows base, mine and theirs")
        try screen.type("M")
        try await screen.waitFor("/summary")
        try screen.type("<C-s>")
        try await screen.waitForNo("Base, mine, theirs")
        try screen.type("q")
        #expect(try await screen.leftovers() == [])
    }
}
