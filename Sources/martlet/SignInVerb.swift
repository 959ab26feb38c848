import App
import ArgumentParser
import Glibc
import Opener
import Payloads
import Profile
import Scripts
import SignIn

/// `martlet signin NAME`: gets the token that a saved request needs.
struct SignInVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signin",
        abstract: "Sign in as a saved request does, and keep the token",
        discussion: """
            martlet signin login             what has to be done is told on standard error
            martlet signin login --token     prints the token, for another program
            martlet signin login --again     signs in although a token is kept

            The request's Auth is OAuth 2 (client credentials, device code, or a browser with PKCE) or Azure SAS. Tokens are \
            kept in files for you alone, never in the profile; `martlet run` and connections whose password is \
            {"token": NAME} use them, and get another before they end.
            """,
        helpNames: helpNames)

    @Argument(help: "The request's name, or folder/name where several have that name")
    var name: String

    @Option(name: EnvironmentOption.name, parsing: .unconditional, help: EnvironmentOption.help)
    var environment: String?

    @Flag(name: .customLong("token"), help: "Print the token and nothing else")
    var printsToken = false

    @Flag(name: .customLong("again"), help: "Forget the token that is kept")
    var isAnew = false

    @OptionGroup var profile: ProfileOptions

    func run() throws {
        let saved = try SavedSignIn(name, profile, environment, verb: "signin")
        let token = try saved.waiting { [isAnew] opener in
            if isAnew, let settings = try await opener.settings(saved.draft, saved.variables) {
                _ = try await SignIns.atTerminal.signOut(settings)
            }
            return try await opener.token(named: saved.draft.savedPath, saved.variables)
        }
        let lines = printsToken ? [token.access] : TokenWords.lines(token, at: AppClock.system.now())
        // A token is what a server has sent: no control of it gets to the terminal.
        try OutputDescriptor.standard.print(lines.map { visible($0) }.joined(separator: "\n"))
    }
}

/// `martlet signout NAME`: forgets the token that a saved request has.
struct SignOutVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signout",
        abstract: "Forget the token of a saved request",
        discussion: "The server is not told: a token that is out in the world ends by itself.",
        helpNames: helpNames)

    @Argument(help: "The request's name, or folder/name where several have that name")
    var name: String

    @Option(name: EnvironmentOption.name, parsing: .unconditional, help: EnvironmentOption.help)
    var environment: String?

    @OptionGroup var profile: ProfileOptions

    func run() throws {
        let saved = try SavedSignIn(name, profile, environment, verb: "signout")
        let wasThere = try saved.waiting { opener in
            guard let settings = try await opener.settings(saved.draft, saved.variables) else { return false }
            return try await SignIns.atTerminal.signOut(settings)
        }
        try OutputDescriptor.standard.print(wasThere ? "signed out" : "no token was kept")
    }
}

/// The saved request that a verb signs in with.
struct SavedSignIn: Sendable {
    let draft: RequestDraft
    let variables: Variables
    private let verb: String

    init(_ name: String, _ profile: ProfileOptions, _ environment: String?, verb: String) throws {
        self.verb = verb
        do throws(SavedProfile.Problem) {
            let saved = try SavedRequests(profile)
            draft = try saved.request(name)
            variables = Variables(try saved.variables(of: environment), folders: saved.folders)
        } catch {
            throw Failure(line: "martlet \(verb): \(error)", status: ExitStatus.badArguments)
        }
    }

    /// Waits for what is done with the request's opener.
    func waiting<Value: Sendable>(_ work: @escaping @Sendable (RequestOpener) async throws -> Value) throws -> Value {
        do {
            return try Opener.waiting { try await work(RequestOpener(secrets: .atTerminal)) }
        } catch {
            throw Failure(
                line: "martlet \(verb): \(SecretMask.named.sentence("\(error)"))", status: ExitStatus.failure)
        }
    }
}
