extension ManualPage {
    /// What is longer than the help text of a verb: read in the manual page, or by itself as it stands.
    ///
    /// Its text is paragraphs with a blank line between them, items that begin with `- `, and lines set in by four blanks,
    /// which are kept as they are.
    public struct Chapter: Sendable {
        /// In capitals, as the sections of a manual page are.
        public let title: String
        /// As it is read on a terminal.
        public let text: String

        /// A chapter and its text.
        public init(title: String, text: String) {
            self.title = title
            self.text = text
        }

        /// The word that asks for it on a command line: `in-scripts`.
        public var word: String { title.lowercased().replacing(" ", with: "-") }

        /// The text as roff; `line` makes one line of it harmless to roff.
        func roff(line: (String) -> String) -> String {
            var result = ""
            var isKept = false
            func end() {
                if isKept { result += ".fi\n.RE\n" }
                isKept = false
            }
            for text in text.split(separator: "\n", omittingEmptySubsequences: false) {
                // Within an example a blank line is part of it until a line stands further left.
                if text.isEmpty {
                    result += isKept ? "\n" : ".PP\n"
                } else if text.hasPrefix("    ") {
                    if !isKept { result += ".RS\n.nf\n" }
                    isKept = true
                    result += line(String(text.dropFirst(4))) + "\n"
                } else {
                    end()
                    if text.hasPrefix("- ") { result += ".IP \\(bu 2\n" }
                    result += line(String(text.drop { $0 == " " || $0 == "-" })) + "\n"
                }
            }
            end()
            return result
        }
    }
}
