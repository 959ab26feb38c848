import ArgumentParser
import Files
import Glibc
import Opener
import Profile
import REST
import Scripts

/// `martlet request`: requests from the command line, with curl's letters, meanings and exit codes.
struct RequestVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request",
        abstract: "Send HTTP requests: curl's letters, meanings and exit codes",
        helpNames: [])

    @Argument(parsing: .captureForPassthrough, help: "curl's options and a URL", completion: .file())
    var arguments: [String] = []

    func run() throws {
        if arguments == ["--version"] || arguments == ["-V"] {
            try OutputDescriptor.standard.print(ProgramVersion.words)
            return
        }
        let line: CurlLine
        do throws(CurlArguments.Problem) {
            line = try CurlLine(arguments, file: CurlArguments.options)
        } catch {
            throw Failure(SecretMask.named.sentence(error.description), status: error.status)
        }
        if line.wantsHelp {
            try OutputDescriptor.standard.print(RequestHelp.text)
            return
        }
        // After the whole line is read: a complaint of it goes where people look.
        if let path = line.errorFile { try Self.sendErrors(to: path) }
        let run = CommandLineRun(line)
        if line.groups.contains(where: \.streaming.isAsked) { try run.follow() } else { try run.run() }
    }

    /// `--stderr`
    private static func sendErrors(to path: String) throws {
        if let reason = StandardError.lead(to: path) {
            throw Failure("--stderr \(path): \(reason)", status: ExitStatus.badArguments)
        }
    }
}
