/// A named set of variables, of which one set at a time holds.
public struct Environment: Hashable, Sendable {
    /// One name and its value.
    public struct Variable: Hashable, Sendable {
        /// The name between the braces.
        public var name: String
        /// The value; a literal may hold `{{variables}}`.
        public var value: Secret

        /// A variable of its parts.
        public init(_ name: String, _ value: Secret) {
            self.name = name
            self.value = value
        }

        /// Whether the name says that the value should not be seen, or the value is a reference.
        public var isSecret: Bool {
            guard case .literal = value else { return true }
            return Secret.isSecretName(name)
        }
    }

    /// Its name.
    public var name: String
    /// The variables in order.
    public var variables: [Variable]

    /// An environment of its parts.
    public init(name: String = "", variables: [Variable] = []) {
        self.name = name
        self.variables = variables
    }

    /// The variables with the words of where they come from.
    public var resolved: [Variables.Variable] {
        variables.map { Variables.Variable($0.name, $0.value, origin: "environment \(name)") }
    }
}
