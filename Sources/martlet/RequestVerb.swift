import ArgumentParser
import Opener
import Profile
import REST
import Scripts

/// `martlet request`: one request from the command line, with curl's letters, meanings and exit codes.
struct RequestVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request",
        abstract: "Send one HTTP request: curl's letters, meanings and exit codes",
        helpNames: [])

    @Argument(parsing: .captureForPassthrough, help: "curl's options and a URL")
    var arguments: [String] = []

    func run() throws {
        let asked: CurlArguments
        var request: Request?
        do throws(CurlArguments.Problem) {
            asked = try CurlArguments(arguments)
            if !asked.wantsHelp { request = try asked.request() }
        } catch {
            throw Failure(SecretMask.named.sentence(error.description), status: ExitStatus.badArguments)
        }
        guard let request else {
            try OutputDescriptor.standard.print(RequestHelp.text)
            return
        }
        // It would go out as it stands, which nobody means.
        if let field = request.fields.first(where: { $0.value.contains("{{\(EntityTags.name)}}") }) {
            throw Failure(
                "-H \(field.name): {{\(EntityTags.name)}} stands for nothing here, as no ETag is known of earlier answers; "
                    + "write the tag itself", status: ExitStatus.badArguments)
        }
        try CommandExchange(asked, request, mask: SecretMask(request)).run()
    }
}
