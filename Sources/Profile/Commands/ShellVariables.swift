/// The variables of the shell that a command asks for, each for one name: two names never get one variable, however alike
/// they look in its letters.
struct ShellVariables: Hashable, Sendable {
    private var owners: [String: String] = [:]

    /// The variable for a name.
    mutating func variable(of name: String) -> String {
        // A path begins so, and its sign would be a line at the front.
        let plain = ShellWord.variable(String(name.drop { "$.[".contains($0) }))
        var (variable, number) = (plain, 1)
        while let owner = owners[variable], owner != name {
            number += 1
            variable = "\(plain)_\(number)"
        }
        owners[variable] = name
        return variable
    }
}
