import Interface
import Testing

@testable import REST

@Suite("Rows that mend a failed request") struct FailureFieldTests {
    @Test("The screen names the rows of Options, a command line its letters") func names() {
        var failure = RequestFailure(.certificate, "nobody vouches for it", advice: "give the authority's file")
        #expect(failure.told == "nobody vouches for it; give the authority's file" && failure.told == "\(failure)")
        failure.setting = .authorities
        #expect("\(failure)".hasSuffix("give the authority's file (--cacert, -k)"))
        #expect(failure.told.hasSuffix("give the authority's file (under Options: Trusted, or Server)"))
        failure.setting = .identity
        #expect("\(failure)".hasSuffix("(--cert and --key)"))
        #expect(failure.told.hasSuffix("(under Options: Certificate and Private key)"))
        for (setting, row) in [
            (RequestFailure.Setting.serverName, "Server name"), (.time, "All within"), (.silence, "Silence of"),
        ] {
            failure.setting = setting
            #expect(failure.told.hasSuffix("(under Options: \(row))"))
        }
    }
}
