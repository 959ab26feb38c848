import Testing

@testable import Opener

@Suite("The program's version") struct ProgramVersionTests {
    @Test("It says the commit, and of a build that was told none that it is unknown") func commit() {
        #expect(ProgramVersion.words(commit: "v0.1-3-gabc1234") == "\(ProgramVersion.number) (v0.1-3-gabc1234)")
        #expect(ProgramVersion.words(commit: "") == "\(ProgramVersion.number) (commit unknown)")
        #expect(ProgramVersion.words.contains(" ("))
    }
}
