import Kit
public import Payloads

/// Something of the person's that runs in the terminal in place of the screen: an editor on a text, a pager on bytes.
///
/// A pane makes one with ``Stage/runInTerminal(_:_:fileExtension:line:answer:)``; what came of it goes back to
/// the same place, by ``Window/returned(from:with:)``.
public struct TerminalJob: Equatable, Sendable {
    /// What runs.
    public enum Program: Equatable, Sendable {
        /// `$VISUAL` or `$EDITOR`; the text is read back.
        case editor
        /// `$PAGER`; nothing is read back.
        case pager
    }

    /// How it ended.
    public enum Outcome: Equatable, Sendable {
        /// The editor ended well and the file holds this.
        case edited(String)
        /// It ended, and there is nothing to read back or nothing changed.
        case ended
        /// It could not be started, or said that it failed; in words.
        case failed(String)
    }

    /// Which job it is, for the answer.
    public let number: Int
    /// What runs.
    public let program: Program
    /// What the program sees, in a file that only the person can read.
    public let content: PayloadBytes
    /// The end of the file's name, without the dot, so that an editor knows its syntax: `json`, `txt`.
    public let fileExtension: String
    /// The line to begin on, from 1, for editors that are known to take one.
    public let line: Int

    /// A job of its parts.
    public init(number: Int, program: Program, content: PayloadBytes, fileExtension: String, line: Int) {
        self.number = number
        self.program = program
        self.content = content
        self.fileExtension = fileExtension
        self.line = line
    }

    /// Whether it is the same job.
    public static func == (left: TerminalJob, right: TerminalJob) -> Bool { left.number == right.number }
}
