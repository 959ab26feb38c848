extension RequestDraft {
    /// What must be so of the answer: what the person asks for, and what its kind implies.
    public var allChecks: [String] { checks + impliedChecks }

    /// What must be so of the answer without being asked for: GraphQL answers 200 and says in `errors` that it failed
    /// (GraphQL over HTTP, 6).
    public var impliedChecks: [String] {
        if case .graphQL = body { ["$.errors not exists"] } else { [] }
    }
}
