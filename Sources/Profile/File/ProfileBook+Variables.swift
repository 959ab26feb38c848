extension ProfileBook {
    /// Keeps a variable in an environment, in place of one of its name; an environment that is not there yet is made. It
    /// becomes the one that holds where none does.
    /// - Returns: whether the environment holds now.
    @discardableResult
    public func keep(_ variable: Environment.Variable, in name: String) -> Bool {
        change("the old value of \(variable.name)") { profile in
            if let entry = profile.environments.entries.first(where: { $0.value.name == name }) {
                var environment = entry.value
                if let place = environment.variables.firstIndex(where: { $0.name == variable.name }) {
                    environment.variables[place] = variable
                } else {
                    environment.variables.append(variable)
                }
                profile.environments.update(entry.id, to: environment)
            } else {
                profile.environments.insert(Environment(name: name, variables: [variable]))
            }
        }
        if environment == nil { use(environment: name) }
        return environment?.name == name
    }
}
