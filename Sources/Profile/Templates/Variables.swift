/// Named values for `{{name}}`, and where each comes from; used by both halves.
public struct Variables: Hashable, Sendable {
    /// One variable.
    public struct Variable: Hashable, Sendable {
        /// The name between the braces.
        public var name: String
        /// Its value; a literal may itself hold `{{variables}}`.
        public var value: Secret
        /// Where it comes from, in words: `environment dev`, `answer of login`.
        public var origin: String

        /// A variable of its parts.
        public init(_ name: String, _ value: Secret, origin: String) {
            self.name = name
            self.value = value
            self.origin = origin
        }
    }

    /// The variables in order; of two with one name the later holds.
    public private(set) var all: [Variable]
    /// Who sends the requests of a folder, by its path: for those that do not say it themselves.
    public var folders: [String: RequestAuth] = [:]

    /// The values of answers that what is compared with may take: those of the step that is judged.
    public var answers: [ResponseCall: String] = [:]

    /// Some variables.
    public init(_ all: [Variable] = [], folders: [String: RequestAuth] = [:]) {
        self.all = all
        self.folders = folders
    }

    /// The variable that holds for a name.
    public subscript(name: String) -> Variable? {
        all.last { $0.name == name }
    }

    /// Adds a variable, which holds over earlier ones of its name.
    public mutating func set(_ variable: Variable) {
        // Those of other origins stay below it, and are told as such.
        all.removeAll { $0.name == variable.name && $0.origin == variable.origin }
        all.append(variable)
    }
}
