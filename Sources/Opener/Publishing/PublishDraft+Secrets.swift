public import Profile

extension PublishDraft {
    /// The secrets that it sends with, each once.
    public func secrets(with variables: Variables) -> [Expansion.Need] {
        let expander = TemplateExpander(variables: variables)
        var texts = [topic, properties.contentType, properties.responseTopic, properties.correlationData]
        if format != .empty { texts.append(payload) }
        for property in properties.userProperties where property.isEnabled { texts += [property.name, property.value] }
        var needs: [Expansion.Need] = []
        for text in texts where text.contains("{{") {
            for need in expander.expand(text).secrets where !needs.contains(need) { needs.append(need) }
        }
        return needs
    }
}
