import App
import ArgumentParser
import Glibc
import Opener
import Scripts

/// `-h` is the host, as in mosquitto's programs; help is `--help` or `-?`.
let helpNames: NameSpecification = [.customLong("help"), .customShort("?")]

/// What the verbs that are read alone stand below. A command below another is not searched for a wish for a script of
/// completions, which has a verb of its own here: that search takes a tenth of what is computed until the first frame.
let programName = "martlet"

/// The program: one verb per file.
@main
struct Martlet: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: programName,
        abstract: "A terminal explorer for MQTT brokers and REST APIs",
        discussion: """
            martlet demo                     try it: a broker and devices of its own
            martlet mqtt://broker.example    browse a broker
            martlet                          the connection used last, or what can be opened
            martlet home                     the saved connection of that name
            """,
        version: ProgramVersion.words,
        subcommands: [
            Explore.self, DemoVerb.self, SubVerb.self, PubVerb.self, RRVerb.self, RetainedVerb.self, RequestVerb.self,
            RunVerb.self, LoadVerb.self, WireVerb.self, RaceVerb.self, ExpectVerb.self, ThemesVerb.self,
            KeysVerb.self,
            SignInVerb.self, SignOutVerb.self, ProfileVerb.self, CookiesVerb.self, DoctorVerb.self,
            CompletionsVerb.self, ManualVerb.self,
        ],
        defaultSubcommand: Explore.self,
        helpNames: helpNames)

    static func main() {
        // Before anything is opened.
        StandardDescriptors.fill()
        QuitSignal.endsProgram()
        do {
            let arguments = try Script.arguments(Array(CommandLine.arguments.dropFirst()))
            var command = try singleVerb(arguments) ?? parseAsRoot(arguments)
            try command.run()
        } catch let failure as Failure {
            end(failure)
        } catch let error as ScriptError {
            end(Failure(error.description, status: error.status))
        } catch let code as ExitCode {
            Glibc.exit(code.rawValue)
        } catch {
            // Help and version end with 0 on standard output; everything else is 1, as with mosquitto's programs.
            let text = fullMessage(for: error)
            if exitCode(for: error).isSuccess {
                do throws(ScriptError) {
                    try OutputDescriptor.standard.print(text)
                } catch {
                    end(Failure(error.description, status: error.status))
                }
                Glibc.exit(0)
            }
            // One line, not the usage: a script's log has no use for more, and who is at a terminal is told where it is.
            let isOfArguments = exitCode(for: error) == .validationFailure
            end(
                isOfArguments
                    ? Failure(line: Script.line(message(for: error)), status: 1) : Failure(message(for: error)))
        }
    }

    /// The verb that the arguments name, or that they mean where they name none, read without the other verbs: declaring
    /// every verb's options takes longer than to connect, and as long as half of the way to the first frame. Nil for the
    /// others, and when the answer is help or a complaint, which need them all.
    private static func singleVerb(_ arguments: [String]) -> (any ParsableCommand)? {
        let first = arguments.first
        if let script = first.flatMap(ScriptVerb.init(rawValue:)) {
            let verb: any ParsableCommand.Type =
                switch script {
                case .sub: SubVerb.self
                case .pub: PubVerb.self
                case .rr: RRVerb.self
                case .retained: RetainedVerb.self
                case .wire: WireVerb.self
                case .race: RaceVerb.self
                case .expect: ExpectVerb.self
                }
            return parse(verb, arguments.dropFirst())
        }
        if first == Explore._commandName { return parse(Explore.self, arguments.dropFirst()) }
        if let first, mayBeVerb(first) {
            let names = configuration.subcommands.map { $0._commandName } + ["help"]
            if names.contains(first) { return nil }
        }
        return parse(Explore.self, arguments[...])
    }

    /// Whether a word can name a verb at all: to ask them all for their names makes what each says in its help.
    private static func mayBeVerb(_ word: String) -> Bool {
        !word.isEmpty && word.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x2D } && !word.hasPrefix("-")
    }

    private static func parse(_ verb: any ParsableCommand.Type, _ arguments: ArraySlice<String>) -> (
        any ParsableCommand
    )? {
        // A wish for help is read as another command.
        guard let command = try? verb.parseAsRoot(Array(arguments)), type(of: command) == verb else { return nil }
        return command
    }

    /// Says what failed and ends. Who was ended by a signal does not wait for a terminal that does not read.
    private static func end(_ failure: Failure) -> Never {
        StandardError.say(failure.message, patience: failure.status > 128 ? 1000 : nil)
        Glibc.exit(failure.status)
    }
}

/// A verb's end with an error: one line that says what failed and what to do, and the status to exit with.
struct Failure: Error {
    let message: String
    let status: Int32

    init(_ message: String, status: Int32 = 1) {
        self.init(line: "martlet: \(message)", status: status)
    }

    init(line: String, status: Int32) {
        message = line
        self.status = status
    }
}
