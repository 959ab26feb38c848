/// A secret as sh(1) finds it when a command is run: no command holds the value.
public struct ShellSecret: Hashable, Sendable {
    /// A word in double quotes, or a part of one.
    public let word: String
    /// What the person has to do first; nil where the shell finds it by itself.
    public let comment: String?

    /// The place where a secret is found; what is not to be found by a shell is asked of a variable, which stops the command
    /// while it is not set.
    public init(_ secret: Secret, asking variable: String) {
        switch secret {
        // Another name, as with a dash, is none that a shell could be asked for.
        case .environment(let name) where ShellWord.variable(name.uppercased()) == name.uppercased():
            self.init(word: "\"$\(name)\"")
        case .file(let path): self.init(word: "\"$(head -n 1 \(ShellWord.path(path)))\"")
        case .command(let words):
            self.init(word: "\"$(\(words.map(ShellWord.quoted).joined(separator: " ")) | head -n 1)\"")
        case .token(let name): self.init(word: "\"$(martlet signin --token \(ShellWord.quoted(name)))\"")
        case .literal, .prompt, .environment: self.init(asking: variable, "secrets are not copied")
        }
    }

    /// What has no value here, and what a secret is, the person gives.
    init(asking variable: String, _ reason: String) {
        // `:?` ends the command where the variable is not set or empty, before anything is sent.
        self.init(word: "\"${\(variable):?set it first}\"", comment: "Set \(variable) first: \(reason)")
    }

    /// What every shell knows by itself.
    static let home = ShellSecret(word: "\"$HOME\"")

    private init(word: String, comment: String? = nil) { (self.word, self.comment) = (word, comment) }
}
