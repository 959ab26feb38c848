import Glibc

/// `SIGQUIT`, which `C-\` sends where the terminal is not read key by key, and kill(1).
enum QuitSignal {
    /// Lets it end the program as it ends any other. Swift's runtime takes it for a crash: where it looks at crashes, it writes
    /// what every thread does over the screen, and waits for a key.
    static func endsProgram() {
        let before = signal(SIGQUIT, SIG_DFL)
        if isIgnored(before) { signal(SIGQUIT, SIG_IGN) }
    }

    /// Whether what a signal did before is nothing: whoever started the program means it.
    static func isIgnored(_ handler: (@convention(c) (CInt) -> Void)?) -> Bool {
        unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
