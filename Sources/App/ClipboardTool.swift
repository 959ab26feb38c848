import Files

/// A program that puts something into the clipboard of a desktop, beside the terminal that is asked to (OSC 52): not every
/// terminal does, and none says so.
struct ClipboardTool: Sendable {
    /// The program and its arguments; what is to be copied is its input.
    let words: [String]

    /// How long it may take; those that own a clipboard from then on do so in a process of their own.
    var patience = Duration.seconds(5)

    /// The program of this desktop: that of Wayland before those of X11; nil where there is no desktop, or no program.
    /// - Parameters:
    ///   - environment: answers with a variable's value.
    ///   - isThere: whether a program is found.
    static func ofDesktop(environment: (String) -> String?, isThere: (String) -> Bool) -> ClipboardTool? {
        let all: [(desktop: String?, words: [String])] = [
            ("WAYLAND_DISPLAY", ["wl-copy"]), ("DISPLAY", ["xclip", "-selection", "clipboard", "-in"]),
            ("DISPLAY", ["xsel", "--clipboard", "--input"]), (nil, ["pbcopy"]),
        ]
        return all.first { desktop, words in
            // No name of a desktop asks for none; one that is set but empty is no desktop.
            desktop.map { environment($0)?.isEmpty == false } != false && isThere(words[0])
        }.map { ClipboardTool(words: $0.words) }
    }

    /// That of this process.
    static var ofPerson: ClipboardTool? {
        ofDesktop(environment: EnvironmentVariable.value, isThere: Program.isThere)
    }
}
