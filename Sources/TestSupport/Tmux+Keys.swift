extension Tmux {
    /// Types keys in martlet's notation: `"/kit<Enter><Tab><C-p>"`. What is not in angle brackets is typed as it
    /// stands; `<lt>` is a "<".
    public func type(_ keys: String) throws {
        var rest = keys[...]
        while !rest.isEmpty {
            if rest.first == "<", let end = rest.firstIndex(of: ">") {
                let name = String(rest[rest.index(after: rest.startIndex)..<end])
                if name == "lt" {
                    try typeText("<")
                } else {
                    try run(["send-keys", try Self.tmuxName(name)])
                }
                rest = rest[rest.index(after: end)...]
            } else {
                let end = rest.dropFirst().firstIndex(of: "<") ?? rest.endIndex
                try typeText(String(rest[..<end]))
                rest = rest[end...]
            }
        }
    }

    /// Types text as it stands.
    public func typeText(_ text: String) throws {
        try run(["send-keys", "-l", "--", text])
    }

    /// Sends bytes as they are, such as a mouse report: `"\u{1B}[<0;10;5M"`.
    public func sendBytes(_ bytes: [UInt8]) throws {
        guard !bytes.isEmpty else { return }
        try run(["send-keys", "-H"] + bytes.map { String($0, radix: 16) })
    }

    /// Presses and releases the left button at a column and row, both from 0.
    public func click(x: Int, y: Int) throws {
        try sendBytes(Array("\u{1B}[<0;\(x + 1);\(y + 1)M\u{1B}[<0;\(x + 1);\(y + 1)m".utf8))
    }

    /// Pastes text as a terminal does: in brackets when the program asked for them.
    public func paste(_ text: String) throws {
        try run(["load-buffer", "-b", "paste", "-"], input: Array(text.utf8))
        try run(["paste-buffer", "-p", "-d", "-b", "paste"])
    }

    /// What the program has put into the clipboard (OSC 52), or nil. Needs the setting `set -s set-clipboard on`.
    public func clipboard() -> String? { try? run(["show-buffer"]) }

    /// tmux's name of a key in martlet's notation: "C-p", "S-Tab", "PgDn", "Esc", "Space", "a".
    static func tmuxName(_ notation: String) throws -> String {
        var modifiers = ""
        var name = notation[...]
        while name.count > 2, let letter = name.first, "CMS".contains(letter), name.dropFirst().first == "-" {
            modifiers += "\(letter)-"
            name = name.dropFirst(2)
        }
        if name == "Tab", modifiers == "S-" { return "BTab" }
        if name.count == 1 { return modifiers + name }
        guard let tmux = names[name.lowercased()] ?? functionKey(name) else {
            throw TestFailure("<\(notation)> is no key")
        }
        return modifiers + tmux
    }

    private static let names: [String: String] = [
        "enter": "Enter", "ret": "Enter", "tab": "Tab", "esc": "Escape", "escape": "Escape", "space": "Space",
        "backspace": "BSpace", "bs": "BSpace", "del": "DC", "delete": "DC", "ins": "IC", "insert": "IC", "up": "Up",
        "down": "Down", "left": "Left", "right": "Right", "home": "Home", "end": "End", "pgup": "PageUp",
        "pageup": "PageUp", "pgdn": "PageDown", "pagedown": "PageDown",
    ]

    private static func functionKey(_ name: Substring) -> String? {
        guard name.first?.lowercased() == "f", let number = Int(name.dropFirst()), (1...12).contains(number) else {
            return nil
        }
        return "F\(number)"
    }
}
