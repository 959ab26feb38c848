import CNcurses
import Terminal

/// What the environment and terminfo say about the terminal, and which description ncurses shall work with.
struct TerminalDescription {
    /// The type for ncurses.
    let type: String
    /// Whether the system has a description of it.
    let isKnown: Bool
    /// Where to find it, when it is our own.
    let entry: String?
    /// Whether the cursor can be put anywhere: without that there is no screen.
    let isAddressable: Bool
    /// What colours are shown.
    let depth: ColorDepth
    /// Keys that only this terminal's description knows.
    let keys: [[UInt8]: KeyPress]
    /// Switches the keys to what the description says, and back.
    let keysOn, keysOff: [UInt8]

    /// Looks at `TERM`, `COLORTERM` and `NO_COLOR`.
    init(environment: [String: String], output: Int32) {
        let term = environment["TERM"] ?? ""
        let isKnown = !term.isEmpty && cn_terminfo_load(term, output)
        self.isKnown = isKnown
        defer { if isKnown { cn_terminfo_unload() } }
        // Read while it is loaded: the strings are gone with it.
        keys = isKnown ? KnownKeys.load() : [:]
        isAddressable = !isKnown || TerminalDescription.string("cup", true) != nil
        // Sent by us, not by ncurses: its keypad mode would come with its own reading of keys.
        keysOn = TerminalDescription.string("smkx", isKnown) ?? Array("\u{1B}[?1h\u{1B}=".utf8)
        keysOff = TerminalDescription.string("rmkx", isKnown) ?? Array("\u{1B}[?1l\u{1B}>".utf8)
        guard isKnown else {
            // A new terminal seen from an old machine: today's are all alike in what we need.
            let isPlausible = !term.isEmpty && term != "dumb"
            type = isPlausible ? PrivateTerminfo.type : term
            entry = isPlausible ? PrivateTerminfo.entry : nil
            depth = ColorDepth.detect(environment: environment, terminfoColors: 256)
            return
        }
        let wanted = ColorDepth.detect(
            environment: environment, terminfoColors: Int(cn_terminfo_number("colors")))
        // One that puts the cursor in another way is no relative of xterm: our description would not fit it, whatever
        // COLORTERM says.
        let isLikeXterm = TerminalDescription.string("cup", true) == Array("\u{1B}[%i%p1%d;%p2%dH".utf8)
        if wanted == .trueColor && isLikeXterm {
            type = PrivateTerminfo.type
            entry = PrivateTerminfo.entry
            depth = .trueColor
        } else {
            type = term
            entry = nil
            // True colours are said by our own description alone; with the system's there are 256 at most.
            depth = min(wanted, .indexed256)
        }
    }

    private init(plain other: TerminalDescription, type: String) {
        self.type = type
        isKnown = other.isKnown
        entry = nil
        depth = min(other.depth, .indexed256)
        isAddressable = other.isAddressable
        keys = other.keys
        keysOn = other.keysOn
        keysOff = other.keysOff
    }

    /// The same without our own description, for an ncurses that cannot read it from the environment.
    func plain(environment: [String: String]) -> TerminalDescription {
        TerminalDescription(plain: self, type: environment["TERM"] ?? "")
    }

    private static func string(_ name: String, _ isKnown: Bool) -> [UInt8]? {
        guard isKnown, let string = cn_terminfo_string(name) else { return nil }
        return Array(String(cString: string).utf8)
    }
}
