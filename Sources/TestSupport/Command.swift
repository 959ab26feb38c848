import CMemory
import Foundation
import Glibc

/// A program run to its end, and what it printed.
public struct Command: Sendable {
    /// How it ended.
    public let status: ChildProcess.ExitStatus
    /// Standard output and standard error, mixed as they came.
    public let bytes: [UInt8]
    /// The same as text.
    public var output: String { String(decoding: bytes, as: UTF8.self) }

    /// Runs a program and waits for it; throws when it does not end with code 0.
    ///
    /// It waits on a thread of its own: tests share few threads, and a blocked one would make others miss their
    /// deadlines.
    ///
    /// - Parameters:
    ///   - program: What it is and which package brings it.
    ///   - arguments: Its arguments.
    ///   - input: What it reads from standard input.
    ///   - environment: Added to this process's own.
    @discardableResult
    public static func run(
        _ program: Requirement, _ arguments: [String], input: [UInt8] = [], environment: [String: String] = [:]
    ) async throws -> Command {
        try await attempt(program, arguments, input: input, environment: environment).succeeded(program, arguments)
    }

    /// Runs a program and waits for it, whatever its exit status.
    public static func attempt(
        _ program: Requirement, _ arguments: [String], input: [UInt8] = [], environment: [String: String] = [:]
    ) async throws -> Command {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    with: Result {
                        try finish(program, arguments, input: input, environment: environment)
                    })
            }
        }
    }

    /// The same as ``run(_:_:input:environment:)`` on the caller's thread, for programs that answer within
    /// milliseconds.
    @discardableResult
    static func runNow(
        _ program: Requirement, _ arguments: [String], input: [UInt8] = [], environment: [String: String] = [:]
    ) throws -> Command {
        try finish(program, arguments, input: input, environment: environment).succeeded(program, arguments)
    }

    private func succeeded(_ program: Requirement, _ arguments: [String]) throws -> Command {
        if status == .code(0) { return self }
        throw TestFailure("\(program.program) \(arguments.joined(separator: " ")): \(status)\n\(output)")
    }

    private static func finish(
        _ program: Requirement, _ arguments: [String], input: [UInt8], environment: [String: String]
    ) throws -> Command {
        var reading: [Int32] = [-1, -1]
        // An editor that another thread starts now would keep the pipe from ending.
        guard cm_pipe(&reading, O_CLOEXEC) == 0 else {
            throw TestFailure("No pipe: \(errnoText())")
        }
        defer { close(reading[0]) }
        let source = try inputDescriptor(input)
        defer { if let source { close(source) } }

        let pid = try { () throws -> pid_t in
            defer { close(reading[1]) }
            return try ChildProcess.spawn(
                [try program.path()] + arguments, environment: environment, input: source, output: reading[1])
        }()
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(reading[0], &buffer, buffer.count)
            if count > 0 {
                output.append(contentsOf: buffer[..<count])
            } else if count == 0 || errno != EINTR {
                break
            }
        }
        var status: Int32 = 0
        while waitpid(pid, &status, 0) == -1, errno == EINTR {}
        let signal = status & 0x7F
        return Command(status: signal == 0 ? .code((status >> 8) & 0xFF) : .signal(signal), bytes: output)
    }

    /// An unnamed file that holds `input`: unlike a pipe it takes any amount at once.
    private static func inputDescriptor(_ input: [UInt8]) throws -> Int32? {
        if input.isEmpty { return nil }
        var template = Array("\(Scratch.folder)/input-XXXXXX".utf8CString)
        let file = mkstemp(&template)
        guard file >= 0 else { throw TestFailure("No file for the input: \(errnoText())") }
        unlink(template)
        _ = fcntl(file, F_SETFD, FD_CLOEXEC)
        var written = 0
        while written < input.count {
            let count = input[written...].withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            guard count > 0 else { throw TestFailure("Input: \(errnoText())") }
            written += count
        }
        lseek(file, 0, SEEK_SET)
        return file
    }
}
