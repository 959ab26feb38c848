import Glibc
import TestSupport
import Testing

/// Whatever is pressed, clicked, pasted and resized, whatever the other side sends: the program neither ends nor hangs.
@Suite("A monkey at the whole program") struct MonkeyTests {
    /// Seconds that it plays; by hand `Benchmarks monkey --keys 300000` plays on.
    private static let seconds = 50

    /// Follows `MARTLET_MONKEY_SEED`, so that a run that failed is done again; else each run is another one.
    private static let seed =
        getenv("MARTLET_MONKEY_SEED").flatMap { UInt64(String(cString: $0)) }
        ?? UInt64(time(nil))

    @Test("It finds no crash and no key that is not answered")
    func plays() async throws {
        let outcome = try await Command.attempt(
            Requirement(program: "env", package: "coreutils"),
            [
                builtProduct("Benchmarks"), "monkey", "--seconds", "\(Self.seconds)", "--seed", "\(Self.seed)",
                "--limit", "4",
            ])
        #expect(outcome.status == .code(0), "MARTLET_MONKEY_SEED=\(Self.seed)\n\(outcome.output)")
    }
}
