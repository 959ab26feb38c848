import FoundationEssentials
import Glibc
import TestSupport

/// The built program run to its end, standard output and standard error apart.
struct ScriptRun {
    let status: ChildProcess.ExitStatus
    let output: [UInt8]
    let errors: String

    var text: String { String(decoding: output, as: UTF8.self) }

    static let shell = Requirement(program: "sh", package: "dash")

    /// Runs `martlet` with arguments.
    static func martlet(
        _ arguments: [String], input: [UInt8] = [], environment: [String: String] = [:]
    ) async throws -> ScriptRun {
        let errors = try Scratch.newFolder("run") + "/errors"
        // No one's own options, and no crash handler that waits for a person.
        let quiet = ["XDG_CONFIG_HOME": "/nonexistent", "SWIFT_BACKTRACE": "enable=no"]
        let command = try await Command.attempt(
            shell, ["-c", "exec \"$@\" 2>\"$0\"", errors, builtProduct("martlet")] + arguments, input: input,
            environment: quiet.merging(environment) { $1 })
        let words = (try? String(contentsOfFile: errors, encoding: .utf8)) ?? ""
        return ScriptRun(status: command.status, output: command.bytes, errors: words)
    }

    /// Runs a line of the shell, in which `martlet` is the built program.
    static func shell(_ line: String, environment: [String: String] = [:]) async throws -> ScriptRun {
        let errors = try Scratch.newFolder("run") + "/errors"
        let quiet = ["XDG_CONFIG_HOME": "/nonexistent", "SWIFT_BACKTRACE": "enable=no"]
        let command = try await Command.attempt(
            shell, ["-c", "exec 2>\"$0\"; martlet() { \"$MARTLET\" \"$@\"; }; \(line)", errors],
            environment: quiet.merging(["MARTLET": builtProduct("martlet")]) { $1 }.merging(environment) { $1 })
        let words = (try? String(contentsOfFile: errors, encoding: .utf8)) ?? ""
        return ScriptRun(status: command.status, output: command.bytes, errors: words)
    }
}
