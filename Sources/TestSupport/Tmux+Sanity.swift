extension Tmux {
    /// What the ended program left behind in the terminal that it should have undone; empty is sane. Waits for its end.
    ///
    /// Looked at: the alternate screen, mouse reports, the cursor, application keys, and whether the line discipline
    /// echoes and edits.
    public func leftovers() async throws -> [String] {
        _ = try await exited()
        let flags = [
            ("alternate_on", "the alternate screen", "0"), ("mouse_any_flag", "mouse reports", "0"),
            ("mouse_sgr_flag", "mouse reports in SGR form", "0"), ("cursor_flag", "a hidden cursor", "1"),
            ("keypad_cursor_flag", "application cursor keys", "0"), ("keypad_flag", "the application keypad", "0"),
        ]
        let format = flags.map { "#{\($0.0)}" }.joined(separator: " ")
        let values = try run(["display-message", "-p", format]).split(whereSeparator: \.isWhitespace)
        guard values.count == flags.count else { throw TestFailure("tmux knows too few of: \(format)") }
        var found = zip(flags, values).filter { $0.2 != $1 }.map(\.0.1)
        let line = try settingsOfLine()
        for wanted in ["echo", "icanon", "isig", "icrnl", "opost"] where !line.contains(Substring(wanted)) {
            found.append("a terminal line without \(wanted)")
        }
        return found
    }

    /// True when the ended program left nothing behind.
    public func paneIsSane() async throws -> Bool { try await leftovers().isEmpty }
}

extension Tmux {
    /// What tmux knows of the terminal, by its own names: `"#{alternate_on} #{pane_title}"`.
    public func display(_ format: String) throws -> String {
        let text = try run(["display-message", "-p", format])
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
}
