extension PublishForm {
    /// What the page of the properties says, as it is typed.
    struct Properties: Equatable {
        /// The word of a choice that says nothing.
        static let notSaid = "not said"
        /// The names of the fields where they go on in a sentence, in the order of the fields.
        private static let words = [
            "content type", "payload format", "expiry", "response topic", "correlation data", "topic alias",
        ]

        /// What stands in the fields.
        let fields: [String]
        /// The user's own, a line each.
        let lines: String

        private var said: [String] {
            zip(Self.words, fields).filter { !$0.1.isEmpty && $0.1 != Self.notSaid }.map(\.0)
        }
        /// How many lines there are: counted once, as frames ask.
        private let own: Int

        init(fields: [String], lines: String) {
            (self.fields, self.lines) = (fields, lines)
            own = lines.split(separator: "\n").count
        }

        /// How many there are.
        var count: Int { said.count + own }
        var isEmpty: Bool { count == 0 }
        /// Which there are, in words.
        var names: String {
            (said + (own == 0 ? [] : [own == 1 ? "1 user property" : "\(own) user properties"]))
                .joined(separator: ", ")
        }
    }
}
