import App
import ArgumentParser
import Glibc
import Profile

/// Where the profile is.
struct ProfileOptions: ParsableArguments {
    @Option(
        name: .customLong("profile"),
        help: ArgumentHelp(
            "Profile to use (default: $XDG_CONFIG_HOME/martlet/profile.json, or in ~/.config)", valueName: "file"))
    var file: String?

    /// The path of the file, and whether its folder is martlet's own.
    func place() throws -> (path: String, isOwnFolder: Bool) {
        if let file { return (file, false) }
        let path = ProfileFile.standardPath { getenv($0).map { String(cString: $0) } }
        guard let path else { throw Failure("there is no home folder: set $HOME, or name the file with --profile") }
        return (path, true)
    }

    /// Reads the file.
    func open() throws -> ProfileFile {
        let (path, isOwnFolder) = try place()
        return ProfileFile(path, isOwnFolder: isOwnFolder)
    }
}
