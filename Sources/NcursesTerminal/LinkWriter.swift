import Terminal

/// Writes what is a link a second time, with where it leads: OSC 8, which ncurses does not know.
///
///     ESC 7                               the place and the look of the cursor are kept
///     ESC [ row ; column H ESC [ … m      the cells as they are
///     ESC ] 8 ; ; address ESC \ cells ESC ] 8 ; ; ESC \
///     ESC 8                               and come back, so that ncurses finds them as it left them
///
/// A terminal that does not know OSC 8 passes over it, and shows the same cells as before.
struct LinkWriter {
    private let depth: ColorDepth
    private(set) var bytes: [UInt8] = []

    init(depth: ColorDepth) { self.depth = depth }

    /// Looks at a row that has changed; does nothing where it neither has links nor had any.
    /// - Parameter old: the row as it was shown; nil when the screen was cleared.
    mutating func write(
        _ row: UnsafeBufferPointer<Cell>, over old: UnsafeBufferPointer<Cell>?, y: Int, _ links: Grid
    ) {
        let hadLinks = old?.contains { $0.linkMark != 0 } == true
        guard hadLinks || row.contains(where: { $0.linkMark != 0 }) else { return }
        var x = 0
        while x < row.count {
            let mark = row[x].linkMark
            var end = x + 1
            while end < row.count, row[end].linkMark == mark { end += 1 }
            // Where a terminal has moved cells along, a link may stand anywhere in the row: all of it is written anew.
            if mark != 0 || hadLinks { write(row[x..<end], x: x, y: y, links.link(mark)) }
            x = end
        }
    }

    private mutating func write(_ cells: Slice<UnsafeBufferPointer<Cell>>, x: Int, y: Int, _ link: CellLink?) {
        // Once a frame, before the first link.
        if bytes.isEmpty { add("\u{1B}7") }
        add("\u{1B}[\(y + 1);\(x + 1)H")
        if let link { add("\u{1B}]8;;\(link.url)\u{1B}\\") }
        var style: Style?
        for cell in cells where cell.width > 0 {
            if cell.style != style {
                style = cell.style
                add("\u{1B}[\(cell.style.sgr(in: depth))m")
            }
            add(cell.text)
        }
        if link != nil { add("\u{1B}]8;;\u{1B}\\") }
    }

    private mutating func add(_ text: String) { bytes += text.utf8 }

    /// What is to be written, and nothing where there was no link.
    mutating func finish() -> [UInt8] {
        if !bytes.isEmpty { add("\u{1B}8") }
        return bytes
    }
}

/// Which terminals let people open links.
enum LinkSupport {
    /// By what a terminal says of itself in the environment; one that says nothing is not told of links.
    ///
    /// `FORCE_HYPERLINK` decides for itself, as for other programs: 0 for no.
    static func isKnown(_ environment: [String: String]) -> Bool {
        if let forced = environment["FORCE_HYPERLINK"], !forced.isEmpty { return forced != "0" }
        let term = environment["TERM"] ?? ""
        if environment["TERM_PROGRAM"] == "tmux" { return version(environment, atLeast: (3, 4)) }
        // Within screen, or a tmux that does not say its version, nobody knows what stands behind it.
        if term.hasPrefix("screen") || term.hasPrefix("tmux") { return false }
        if let vte = environment["VTE_VERSION"].flatMap({ Int($0) }) { return vte >= 5000 }
        if ["KONSOLE_VERSION", "WT_SESSION", "KITTY_WINDOW_ID"].contains(where: { environment[$0]?.isEmpty == false }) {
            return true
        }
        switch environment["TERM_PROGRAM"] {
        case "iTerm.app": return version(environment, atLeast: (3, 1))
        case "WezTerm", "ghostty", "vscode", "Hyper", "rio": return true
        default: break
        }
        return ["xterm-kitty", "foot", "alacritty", "wezterm", "xterm-ghostty", "contour", "rio"].contains { name in
            term == name || term.hasPrefix("\(name)-")
        }
    }

    private static func version(_ environment: [String: String], atLeast least: (Int, Int)) -> Bool {
        let parts = (environment["TERM_PROGRAM_VERSION"] ?? "").split { !$0.isNumber }.prefix(2).compactMap { Int($0) }
        guard parts.count == 2 else { return false }
        return (parts[0], parts[1]) >= least
    }
}
