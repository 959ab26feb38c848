import ArgumentParser
import Files
import Glibc
import Opener
import Scripts

/// What the verbs for scripts share: how they read their surroundings, and how they end.
enum Script {
    /// Runs a verb's work; the process ends with what it answers.
    ///
    /// - Throws: ``Failure``, whose line begins with the verb's name.
    static func run(_ verb: String, isQuiet: Bool, _ work: () throws(ScriptError) -> Int32) throws {
        let status: Int32
        do {
            status = try work()
        } catch {
            if isQuiet { _exit(error.status) }
            throw Failure(verb: verb, error)
        }
        // Threads of the connection may still run: nothing more is to be waited for.
        _exit(status)
    }

    /// Waits for what has to be found first, such as a secret.
    static func wait<Value: Sendable>(
        _ work: @escaping @Sendable () async throws -> Value
    ) throws(ScriptError) -> Value {
        do {
            return try waiting(work)
        } catch let error as ScriptError {
            throw error
        } catch {
            throw ScriptError("\(error)")
        }
    }

    /// A variable of the environment; an empty one counts as none.
    static func variable(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }

    /// Makes of the command line what the parser reads, where its first word is a verb for scripts.
    static func arguments(_ arguments: [String]) throws -> [String] {
        guard let first = arguments.first, let verb = ScriptVerb(rawValue: first) else { return arguments }
        do {
            return [first]
                + (try ScriptArguments.expanded(
                    Array(arguments.dropFirst()), for: verb, environment: variable, read: text))
        } catch {
            throw Failure(verb: first, error)
        }
    }

    /// What the parser has against the arguments, in one line.
    static func line(_ message: String) -> String {
        let names = Martlet.configuration.subcommands.map { $0._commandName }
        // `martlet help sub` is of `sub`.
        let verb = CommandLine.arguments.dropFirst().first { $0 != "help" }.flatMap { names.contains($0) ? $0 : nil }
        let program = verb.map { "martlet \($0)" } ?? "martlet"
        let words = message.replacing("\n", with: " ")
        // The parser ends some of its sentences with a full stop.
        let sentence = words.hasSuffix(".") ? String(words.dropLast()) : words
        return "\(program): \(sentence); `\(program) --help` explains"
    }

    /// The text of a file, at most 1 MiB; nil when there is none.
    static func text(of path: String) throws(ScriptError) -> String? {
        do {
            guard let found = try WholeFile.ifThere(path, .any, limit: 1 << 20) else { return nil }
            return String(decoding: found.bytes, as: UTF8.self)
        } catch {
            throw ScriptError("cannot read \(path): \(error.reason)")
        }
    }
}

extension Failure {
    /// A verb's end in its own words.
    init(verb: String, _ error: ScriptError) {
        self.init(line: "martlet \(verb): \(error.description)", status: error.status)
    }
}
