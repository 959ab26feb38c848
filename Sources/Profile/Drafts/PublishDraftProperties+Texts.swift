extension PublishDraftProperties {
    /// The texts in which `{{...}}` are values.
    public var texts: [String] {
        [contentType, responseTopic, correlationData]
            + userProperties.filter(\.isEnabled).flatMap { [$0.name, $0.value] }
    }
}
