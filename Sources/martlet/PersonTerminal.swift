import Glibc

/// The terminal that the person sits at, whatever standard input and output are.
enum PersonTerminal {
    /// Opens it, for reading and writing; nil where there is none. Whoever opens it closes it.
    static func open() -> CInt? {
        // It does not become the terminal that this program belongs to.
        let terminal = Glibc.open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)
        return terminal >= 0 ? terminal : nil
    }
}
