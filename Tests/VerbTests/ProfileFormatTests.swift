import Opener
import Scripts
import Testing

@testable import Profile
@testable import martlet

/// The chapter of the manual that writes the profile's form down, against what reads it.
@Suite("The form of the profile in the manual") struct ProfileFormatTests {
    /// The example of the chapter.
    private let text: String = {
        let lines = ManualVerb.chapters.first { $0.word == "profile-format" }?.text
            .split(separator: "\n", omittingEmptySubsequences: false)
        return (lines ?? []).filter { $0.hasPrefix("    ") }.joined(separator: "\n")
    }()

    @Test("Its example is read and found right, but for files that are not here") func isRead() throws {
        let (profile, problems) = try Profile.read(Array(text.utf8)).get()
        #expect(problems.isEmpty, "\(problems)")
        let found = ProfileCheck.problems(of: profile) + SettingsCheck.problems(of: profile.settings)
        #expect(!found.contains { $0.weight == .error || !$0.text.hasPrefix("there is no ") }, "\(found)")
    }

    @Test("Every member that is read stands in it")
    func members() {
        func check(_ order: MemberOrder, _ place: String) {
            for name in order.names { #expect(text.contains("\"\(name)\": "), "\(place): \(name)") }
            for (name, inner) in order.inner { check(inner, "\(place).\(name)") }
        }
        check(ConnectionDraft.order, "connections")
        check(Environment.order, "environments")
        check(RequestDraft.order, "requests")
        check(PublishDraft.order, "publishes")
        check(ProfileSettings.order, "settings")
        check(AWSDraft.order, "aws")
        for name in OAuthDraft.names { #expect(text.contains("\"\(name)\": "), "oauth2: \(name)") }
        let chapter = ManualVerb.chapters.first { $0.word == "profile-format" }?.text ?? ""
        for word in RequestAuth.words + RequestBody.words + PublishDraft.Format.allCases.map(\.rawValue) {
            #expect(chapter.contains("`\(word)`") || text.contains("\"\(word)\": "), "\(word)")
        }
    }
}
