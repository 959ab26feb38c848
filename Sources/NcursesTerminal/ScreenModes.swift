/// What is written around ncurses' own work when the screen is taken and when it is given back. Terminals that do not
/// know a mode pass over it.
enum ScreenModes {
    /// Mouse buttons, drags and SGR positions.
    static let mouseOn: [UInt8] = Array("\u{1B}[?1000h\u{1B}[?1002h\u{1B}[?1006h".utf8)

    /// The mouse is the terminal's own again.
    static let mouseOff: [UInt8] = Array("\u{1B}[?1006l\u{1B}[?1002l\u{1B}[?1000l".utf8)

    /// Bracketed paste, and the mouse where the program has it.
    static func enter(hasMouse: Bool) -> [UInt8] { (hasMouse ? mouseOn : []) + Array("\u{1B}[?2004h".utf8) }

    /// All of it off again.
    static let leave: [UInt8] = Array("\u{1B}[?2004l".utf8) + mouseOff

    // Written from a signal handler: the bytes are made now, since nothing may be allocated there.
    /// All that has to be undone when there is no time to ask ncurses: modes, application keys, looks, cursor, the
    /// alternate screen.
    static let crash: [UInt8] = leave + Array("\u{1B}[?1l\u{1B}>\u{1B}[0m\u{1B}[?25h\u{1B}[?1049l".utf8)
}
