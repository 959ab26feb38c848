import Glibc
public import Terminal

/// A program in a real terminal: a tmux server of its own that the test types into and reads from.
///
///     let screen = try await Tmux.start([builtProduct("martlet"), "demo"], size: Size(width: 120, height: 36))
///     try await screen.waitFor("Topics")
///     try screen.type("/kit<Enter>")
///     try await screen.waitFor("kitchen")
///
/// The program runs under a shell that writes its exit status below the program's last screen, so that a test sees the
/// terminal as the person would after it. The server ends with this object, or with the test process.
public final class Tmux: Sendable {
    /// The name of the server's socket.
    private let socket: String
    private let folder: String
    private let server: pid_t

    private init(socket: String, folder: String, server: pid_t) {
        self.socket = socket
        self.folder = folder
        self.server = server
    }

    deinit {
        _ = try? run(["kill-server"])
        Watchdog.shared.forget(server)
    }

    /// Opens a terminal of `size` and starts a program in it.
    ///
    /// - Parameters:
    ///   - command: The path of the program and its arguments. Empty: a plain shell.
    ///   - size: Columns and rows.
    ///   - environment: Added to this process's own. `LC_ALL` is C.UTF-8 and `TERM` is what tmux sets, unless given.
    ///   - settings: Further tmux options, such as `set -g escape-time 0`.
    public static func start(
        _ command: [String], size: Size = Size(width: 120, height: 36), environment: [String: String] = [:],
        settings: [String] = []
    ) async throws -> Tmux {
        let folder = try Scratch.newFolder("tmux")
        // A server with this process's number, so that a person can attach to a stuck test.
        let socket = "martlet-\(getpid())-\(folder.suffix(6))"
        let lines = [
            "set -g status off", "set -s escape-time 0", "set -g remain-on-exit on", "set -g history-limit 5000",
        ]
        try writeFile(lines.joined(separator: "\n") + "\n" + settings.joined(separator: "\n") + "\n", "\(folder)/conf")
        try writeFile(script(command, environment, folder: folder), "\(folder)/run")
        let first = [
            "-u", "-L", socket, "-f", "\(folder)/conf", "new-session", "-d", "-x", "\(size.width)", "-y",
            "\(size.height)", "-P", "-F", "#{pid}", "/bin/sh \(folder)/run",
        ]
        let answer = try Command.runNow(.tmux, first, environment: terminalEnvironment)
        guard let server = pid_t(answer.output.filter(\.isNumber)) else {
            throw TestFailure("tmux did not say its process number: \(answer.output)")
        }
        Watchdog.shared.watch(server)
        return Tmux(socket: socket, folder: folder, server: server)
    }

    static let terminalEnvironment = ["LC_ALL": "C.UTF-8", "TERM": "xterm-256color", "TMUX": "", "NO_COLOR": ""]

    /// The program is a child of the shell, as in a person's terminal: its last status and the restored terminal stay.
    private static func script(_ command: [String], _ environment: [String: String], folder: String) -> String {
        if command.isEmpty { return "PS1='$ ' exec /bin/sh\n" }
        var lines = ["unset NO_COLOR COLORTERM"]
        for (name, value) in environment.sorted(by: { $0.key < $1.key }) {
            lines.append("export \(name)=\(quoted(value))")
        }
        // "exec" in a shell of its own: $$ is then the program's number.
        lines.append(
            "sh -c 'echo $$ > \(folder)/pid.new && mv \(folder)/pid.new \(folder)/pid && exec \"$@\"' sh "
                + command.map(quoted).joined(separator: " "))
        lines.append("status=$?")
        lines.append("stty -a > \(folder)/stty")
        lines.append("echo $status > \(folder)/status.new && mv \(folder)/status.new \(folder)/status")
        // Keeps the pane as it is; tmux removes it with the server.
        lines.append("exec cat > /dev/null")
        return lines.joined(separator: "\n") + "\n"
    }

    static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }

    /// Runs a tmux command on this server and returns what it printed.
    @discardableResult
    func run(_ arguments: [String], input: [UInt8] = []) throws -> String {
        try Command.runNow(
            .tmux, ["-u", "-L", socket] + arguments, input: input, environment: Self.terminalEnvironment
        ).output
    }

    // MARK: The program

    /// The process number of the program.
    public func pid() async throws -> Int32 {
        try await waiting(for: "the program to start", report: screenForFailure) {
            readFile("\(folder)/pid").flatMap { pid_t($0.filter(\.isNumber)) }
        }
    }

    /// Its exit status as a shell sees it (128 + the signal's number), or nil while it runs.
    public var exitStatus: Int? { readFile("\(folder)/status").flatMap { Int($0.filter(\.isNumber)) } }

    /// Waits for the program's end; its exit status as a shell sees it.
    public func exited(within limit: Duration = .seconds(10)) async throws -> Int {
        try await waiting(for: "the program to end", within: limit, report: screenForFailure) { exitStatus }
    }

    /// Sends a signal to the program.
    public func signal(_ number: Int32) async throws { Glibc.kill(try await pid(), number) }

    /// Changes the size of the terminal.
    public func resize(to size: Size) throws {
        try run(["resize-window", "-x", "\(size.width)", "-y", "\(size.height)"])
    }

    /// Ends the terminal, as closing its window does: the program gets SIGHUP and loses its terminal.
    public func closeTerminal() throws { try run(["kill-session"]) }

    // MARK: The screen

    /// The rows of the screen without trailing spaces.
    public func capture() throws -> [String] {
        try run(["capture-pane", "-p"]).split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            .map(String.init)
    }

    /// The rows with the escape sequences of their colours and attributes.
    public func captureStyled() throws -> [String] {
        try run(["capture-pane", "-p", "-e"]).split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            .map(String.init)
    }

    /// Waits until the screen shows `text` within one row. Throws with the screen when it does not.
    @discardableResult
    public func waitFor(_ text: String, within limit: Duration = .seconds(10)) async throws -> [String] {
        try await waitFor("\"\(text)\" on the screen", within: limit) { $0.contains { $0.contains(text) } }
    }

    /// Waits until no row of the screen shows `text`.
    @discardableResult
    public func waitForNo(_ text: String, within limit: Duration = .seconds(10)) async throws -> [String] {
        try await waitFor("no \"\(text)\" on the screen", within: limit) { !$0.contains { $0.contains(text) } }
    }

    /// Waits until `isSo` answers yes to the rows of the screen; `what` says what is waited for.
    @discardableResult
    public func waitFor(
        _ what: String, within limit: Duration = .seconds(10), _ isSo: ([String]) -> Bool
    ) async throws -> [String] {
        try await waiting(for: what, within: limit, report: screenForFailure) {
            let rows = try capture()
            return isSo(rows) ? rows : nil
        }
    }

    /// What `stty -a` said after the program's end.
    func settingsOfLine() throws -> Set<Substring> {
        guard let text = readFile("\(folder)/stty") else { throw TestFailure("stty said nothing") }
        return Set(text.split { $0.isWhitespace || $0 == ";" })
    }

    private func screenForFailure() -> String {
        let rows = (try? capture()) ?? ["no screen"]
        let status = exitStatus.map { "\nended with \($0)" } ?? ""
        return rows.map { "|\($0)" }.joined(separator: "\n") + status
    }
}

/// The text of a small file, or nil when there is none.
private func readFile(_ path: String) -> String? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = read(file, &buffer, buffer.count)
    return String(decoding: buffer[..<max(0, count)], as: UTF8.self)
}

private func writeFile(_ text: String, _ path: String) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw TestFailure("\(path): \(errnoText())") }
    defer { close(file) }
    let bytes = Array(text.utf8)
    guard write(file, bytes, bytes.count) == bytes.count else { throw TestFailure("\(path): \(errnoText())") }
}
