extension Action {
    /// What it does in one place, where that is not what it does everywhere.
    public func summary(in place: KeyContext) -> String {
        switch (self, place) {
        case (.mark, .chartFields): "show the line, or hide it"
        case (.accept, .chartFields): "done: draw what is marked"
        case (.accept, .palette): "take the line"
        case (.accept, .pick): "take the line"
        case (.filterTopic, .stream): "filter to events of this name"
        case (.write, .response): "write the body to a file"
        case (.follow, .thing): "read it, write it, call it or hear it"
        case (.clearListed, .cookies): "delete all that are listed"
        default: summary
        }
    }
}
