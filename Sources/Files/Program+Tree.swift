public import Glibc

/// Programs that have started others: a shell, a script that gives a secret.
extension Program {
    /// Asks what a shell runs to end. The shell ends with it; were it the first to go, nobody would know the others any more.
    public static func askToEnd(_ shell: pid_t) {
        let started = children(of: shell)
        for child in started { send(SIGTERM, toTreeOf: child) }
        if started.isEmpty { Glibc.kill(shell, SIGTERM) }
    }

    /// Kills a process with all that it has started. It is stopped first: while its children are looked for it starts no
    /// more of them, which would outlive it. What a child that has ended by itself had started is not found.
    public static func kill(treeOf process: pid_t) {
        stop(process)
        for child in children(of: process) { kill(treeOf: child) }
        Glibc.kill(process, SIGKILL)
    }

    /// Stops a process, and waits until it has stopped, which kill(2) does not: for a second at most, since one that hangs in
    /// the kernel neither stops nor starts others.
    static func stop(_ process: pid_t) {
        Glibc.kill(process, SIGSTOP)
        let deadline = ContinuousClock.now + .seconds(1)
        while isRunning(process), deadline > .now { usleep(500) }
    }

    /// Whether a thread of a process runs, or would if it had the processor.
    private static func isRunning(_ process: pid_t) -> Bool {
        threads(of: process).contains { thread in
            guard let line = try? WholeFile.read("/proc/\(process)/task/\(thread)/stat", limit: 1 << 16),
                // The name before it is in parentheses and may have some itself.
                let end = line.lastIndex(of: UInt8(ascii: ")")), line.indices.contains(end + 2)
            else { return false }
            // Stopped, by a signal or a debugger, or ended (proc_pid_stat(5)).
            return !"TtZXx".utf8.contains(line[end + 2])
        }
    }

    /// Sends a signal to what a process has started, then to itself. Its process group may have others in it.
    private static func send(_ number: Int32, toTreeOf process: pid_t) {
        for child in children(of: process) { send(number, toTreeOf: child) }
        Glibc.kill(process, number)
    }

    /// What each thread of a process has started. A kernel that does not list them leaves the process alone to be told.
    private static func children(of process: pid_t) -> [pid_t] {
        threads(of: process).flatMap { thread in
            let list = (try? WholeFile.read("/proc/\(process)/task/\(thread)/children", limit: 1 << 20)) ?? []
            return list.split(separator: UInt8(ascii: " ")).compactMap { pid_t(String(decoding: $0, as: UTF8.self)) }
        }
    }

    private static func threads(of process: pid_t) -> [pid_t] {
        ((try? FilePath.names(in: "/proc/\(process)/task")) ?? []).compactMap { pid_t($0) }
    }
}
