import App
import ArgumentParser
import Profile

/// Where the profile is.
struct ProfileOptions: ParsableArguments {
    static let name = NameSpecification.customLong("profile")
    static let help = ArgumentHelp(
        "Profile to use (default: $XDG_CONFIG_HOME/martlet/profile.json, or in ~/.config)", valueName: "file")
    static var completion: CompletionKind { .file() }

    @Option(
        name: ProfileOptions.name, parsing: .unconditional, help: ProfileOptions.help,
        completion: ProfileOptions.completion)
    var file: String?

    init() {}

    /// The one at a path; nil for the usual one.
    init(file: String?) { self.file = file }

    /// What to say where ``found`` is nil.
    static let homeless = "there is no home folder: set $HOME, or name the file with --profile"

    /// The path of the file, and whether its folder is martlet's own; nil without a home folder.
    var found: (path: String, isOwnFolder: Bool)? {
        if let file { return (file, false) }
        return ProfileFile.standardPath(environment: Script.variable).map { ($0, true) }
    }

    /// The path of the file, and whether its folder is martlet's own.
    func place() throws -> (path: String, isOwnFolder: Bool) {
        guard let found else { throw Failure(Self.homeless) }
        return found
    }

    /// Reads the file.
    func open() throws -> ProfileFile {
        let (path, isOwnFolder) = try place()
        return ProfileFile(path, isOwnFolder: isOwnFolder)
    }
}
