import Profile
import Testing

@testable import martlet

@Suite("What is wrong with settings") struct SettingsCheckTests {
    @Test("An amount of memory is one, and its place is told") func memory() {
        var settings = ProfileSettings()
        (settings.memory, settings.wireMemory) = ("64MB", "16 apples")
        let problems = SettingsCheck.problems(of: settings).map { "\($0)" }
        #expect(problems.count == 1)
        #expect(problems.first?.contains("settings.wireMemory") == true, "\(problems)")
        #expect(problems.first?.contains("16 apples is no size: 256MB, 1GB, 64KB") == true, "\(problems)")
        settings.memory = "1"
        #expect(SettingsCheck.problems(of: settings).contains { "\($0)".contains("1 is too little: 64KB at least") })
        (settings.memory, settings.wireMemory) = ("64KB", "32MB")
        #expect(SettingsCheck.problems(of: settings).isEmpty)
    }
}
