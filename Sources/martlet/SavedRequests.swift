import Opener
import Profile
import Scripts

/// The requests and environments of the profile, as a verb for scripts uses them.
struct SavedRequests: Sendable {
    private let saved: SavedProfile
    private var profile: Profile { saved.profile }

    /// Reads the profile.
    init(_ options: ProfileOptions) throws(SavedProfile.Problem) { saved = try SavedProfile(options) }

    /// The saved requests, one a line: folder and name, method and URL as typed.
    var listing: String {
        profile.requests.values.map { "\($0.savedPath)\t\($0.method) \(NamedSecrets.told.url($0.url))\n" }.joined()
    }

    /// Who sends the requests of a folder.
    var folders: [String: RequestAuth] { profile.settings.folders }

    /// The request of a name.
    /// - Throws: when there is none or more than one, with the names that it may be.
    func request(_ name: String) throws(SavedProfile.Problem) -> RequestDraft {
        let found = profile.requests(named: name)
        if found.count == 1 { return found[0] }
        func words(_ drafts: [RequestDraft]) -> String { drafts.map(\.savedPath).joined(separator: ", ") }
        guard found.isEmpty else {
            throw SavedProfile.Problem(description: "\(name) is more than one request: \(words(found))")
        }
        let near = profile.requests(near: name)
        let hint = near.isEmpty ? "martlet run --list prints the saved ones" : "did you mean \(words(near))?"
        throw SavedProfile.Problem(description: "\(name): no such request in \(saved.path); \(hint)")
    }

    /// The request of a name, for who takes a value of its answer.
    func opened(_ name: String) throws(RequestOpener.Failure) -> RequestDraft {
        do throws(SavedProfile.Problem) {
            return try request(name)
        } catch {
            throw RequestOpener.Failure(description: "\(error)")
        }
    }

    /// The variables of an environment; of the one chosen last when none is named.
    /// - Throws: when there is none of that name, with the names that there are.
    func variables(of name: String?) throws(SavedProfile.Problem) -> [Variables.Variable] {
        try saved.variables(of: name)
    }

    /// The cookies of an environment, as the screen has them; nil where there is no home to keep them in.
    func cookies(of name: String?) throws(SavedProfile.Problem) -> SavedCookies? {
        SavedCookies(try saved.environmentName(name), profile: saved.path)
    }
}
