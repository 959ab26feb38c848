import Text

/// A report as a line of a file: words with blanks between them, each coded so that it has none.
extension ProbeReport {
    /// The most lines of a step that are kept, and the most bytes of one.
    private static let mostLines = 20
    private static let longest = 500
    /// The most steps.
    private static let mostSteps = 20

    /// The line, without secrets that an error may have quoted.
    public var line: String {
        var words = ["1", address, name, "\(testedAt ?? 0)"]
        for step in steps.prefix(Self.mostSteps) {
            words += [Self.word(step.state), step.title, "\(min(step.lines.count, Self.mostLines))"]
            words += step.lines.prefix(Self.mostLines).map { line in
                String(NamedSecrets.shown.sentence(line).prefix(Self.longest))
            }
        }
        return words.map { PercentEncoding.component($0) }.joined(separator: " ")
    }

    /// A report from its line; nil when it is none.
    public init?(line: String) {
        let words = line.split(separator: " ", omittingEmptySubsequences: false).map { PercentEncoding.decode($0) }
        guard words.count >= 4, words[0] == "1", !words[1].isEmpty, let time = Moment(words[3]) else { return nil }
        self.init(name: words[2], address: words[1])
        (testedAt, isRunning) = (time, false)
        var place = 4
        while place < words.count {
            // Anybody may have written to the file: no count is believed before it fits.
            guard place + 2 < words.count, let state = Self.state(words[place]), let count = Int(words[place + 2]),
                (0...Self.mostLines).contains(count), place + 3 + count <= words.count, steps.count < Self.mostSteps
            else { return nil }
            steps.append(Step(words[place + 1], state, Array(words[(place + 3)..<(place + 3 + count)])))
            place += 3 + count
        }
    }

    private static func word(_ state: Step.State) -> String {
        switch state {
        case .running: "r"
        case .passed: "p"
        case .warned: "w"
        case .failed: "f"
        }
    }

    private static func state(_ word: String) -> Step.State? {
        switch word {
        case "p": .passed
        case "w": .warned
        // What still ran when the program ended came to nothing.
        case "f", "r": .failed
        default: nil
        }
    }
}
