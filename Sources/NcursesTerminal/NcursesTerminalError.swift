/// Why there is no screen.
public enum NcursesTerminalError: Error, Equatable, CustomStringConvertible {
    /// Neither standard input and output nor /dev/tty is a terminal.
    case notATerminal
    /// ncurses cannot work with this type of terminal.
    case unknownType(String)

    /// One line for people.
    public var description: String {
        switch self {
        case .notATerminal:
            "there is no terminal to draw on: run it in one, or use a verb that needs no screen"
        case .unknownType(let type):
            "ncurses cannot draw on a terminal of type \"\(type)\": set TERM to what your terminal is, such as xterm"
        }
    }
}
