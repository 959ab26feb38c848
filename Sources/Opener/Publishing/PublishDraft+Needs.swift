public import Profile

extension PublishDraft {
    /// What its texts call for, those of its variables too.
    public func needs(with variables: Variables) -> RequestNeeds {
        RequestNeeds(self, variables)
    }

    /// Whether it takes values of the answers to saved requests.
    public func takesAnswers(with variables: Variables) -> Bool {
        // Most messages call for nothing, and a run sends many.
        let texts = [topic, payload] + properties.texts
        return texts.contains { $0.contains("{{") } && !needs(with: variables).responses.isEmpty
    }
}
