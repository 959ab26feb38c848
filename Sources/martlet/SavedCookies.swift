import App
import Files
import Model
import REST
import Scripts

/// The cookies of an environment, as a verb uses them: what the screen has kept, and for the screen what comes.
struct SavedCookies: Sendable {
    private let folder: CookieFolder
    private let cookies: EnvironmentCookies
    /// The cookies.
    var jar: CookieJar { cookies.jar }

    /// The cookies of an environment of a profile, of none for nil or an empty name; nil without a home.
    init?(_ environment: String?, profile: String, jar: CookieJar? = nil) {
        guard let folder = CookieFolder.ofPerson(profile: profile) else { return nil }
        self.folder = folder
        cookies = EnvironmentCookies(environment: environment ?? "", jar: jar ?? CookieJar())
    }

    /// The file that they are in.
    var path: String { folder.file(of: cookies.environment) }

    /// Brings what is kept.
    /// - Throws: ``Files/FileFailure``; where that is no reason to end, ``load()`` says it.
    func synchronize() throws(FileFailure) { try folder.synchronize(cookies) }

    /// Brings what is kept; what stands against it is said, and none go along.
    func load() { say { () throws(FileFailure) in try folder.synchronize(cookies) } }

    /// Writes what has changed; what stands against it is said: the answer is here.
    func keep() {
        // Nothing is written where nothing changed: another program may hold the file.
        if !jar.changes.isEmpty { say { () throws(FileFailure) in try folder.synchronize(cookies) } }
    }

    private func say(_ deed: () throws(FileFailure) -> Int) {
        do throws(FileFailure) {
            _ = try deed()
        } catch {
            StandardError.say("martlet: \(error)")
        }
    }
}
