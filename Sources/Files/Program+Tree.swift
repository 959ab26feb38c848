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
    /// more of them, which would outlive it.
    public static func kill(treeOf process: pid_t) {
        Glibc.kill(process, SIGSTOP)
        for child in children(of: process) { kill(treeOf: child) }
        Glibc.kill(process, SIGKILL)
    }

    /// Sends a signal to what a process has started, then to itself. Its process group may have others in it.
    private static func send(_ number: Int32, toTreeOf process: pid_t) {
        for child in children(of: process) { send(number, toTreeOf: child) }
        Glibc.kill(process, number)
    }

    /// What each thread of a process has started. A kernel that does not list them leaves the process alone to be told.
    private static func children(of process: pid_t) -> [pid_t] {
        var found: [pid_t] = []
        guard let folder = opendir("/proc/\(process)/task") else { return [] }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard let thread = pid_t(name) else { continue }
            let list = (try? WholeFile.read("/proc/\(process)/task/\(thread)/children", limit: 1 << 20)) ?? []
            found += list.split(separator: UInt8(ascii: " ")).compactMap { pid_t(String(decoding: $0, as: UTF8.self)) }
        }
        return found
    }
}
