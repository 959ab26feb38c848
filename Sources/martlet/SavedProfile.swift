import Opener
import Profile
import Scripts

/// The profile as a verb reads it: what is in it is used, and nothing written.
struct SavedProfile: Sendable {
    let profile: Profile
    let path: String

    /// Something is not there: what, in one line.
    struct Problem: Error, CustomStringConvertible {
        let description: String

        /// No environment has the name that `--env` says; which there are.
        static func noEnvironment(_ name: String, among all: [String]) -> Self {
            Self(description: "--env \(name): no such environment; there \(SavedProfile.words(all))")
        }
    }

    /// Reads the profile.
    init(_ options: ProfileOptions) throws(Problem) {
        guard let (path, isOwnFolder) = options.found else { throw Problem(description: ProfileOptions.homeless) }
        let file = ProfileFile(path, isOwnFolder: isOwnFolder)
        switch file.state {
        // Problems of single entries are no reason: what is asked for may be right.
        case .read, .newer: break
        case .absent: throw Problem(description: "there is no profile \(path)")
        case .damaged(let damage): throw Problem(description: "\(path) cannot be read: \(damage)")
        case .unreadable(let failure): throw Problem(description: "\(failure)")
        }
        self.path = path
        profile = file.base
        // Secrets of the kind `token` name requests of it.
        SignIns.atTerminal.take(profile)
    }

    /// A connection by its name, with the variables of an environment: of the one chosen last when none is named.
    func connection(_ name: String, environment: String?) throws(Problem) -> SavedConnection {
        let all = profile.connections.values
        guard let draft = all.first(where: { $0.name == name }) else {
            throw Problem(description: "no such connection in \(path); there \(Self.words(all.map(\.name)))")
        }
        return SavedConnection(
            draft, Variables(try variables(of: environment), folders: profile.settings.folders))
    }

    /// The variables of an environment; of the one chosen last when none is named, none for the empty name.
    func variables(of name: String?) throws(Problem) -> [Variables.Variable] {
        guard let name else { return ProfileBook(profile).environment?.resolved ?? [] }
        if name.isEmpty { return [] }
        let all = profile.environments.values
        guard let environment = all.first(where: { $0.name == name }) else {
            throw .noEnvironment(name, among: all.map(\.name))
        }
        return environment.resolved
    }

    /// The name of the environment that holds: of the one chosen last when none is named; nil for none.
    func environmentName(_ name: String?) throws(Problem) -> String? {
        guard let name else { return ProfileBook(profile).environment?.name }
        // Nothing is the choice of none.
        if name.isEmpty { return nil }
        _ = try variables(of: name)
        return name
    }

    private static func words(_ names: [String]) -> String {
        names.isEmpty ? "is none" : "are \(names.joined(separator: ", "))"
    }
}
