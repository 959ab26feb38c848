import Scripts

extension ManualPage.Chapter {
    /// What is typed behind `/` on topics.
    static let filters = Self(
        title: "FILTERS",
        text: #"""
            In filters of topics a plain text is looked for in both cases until it has a capital letter; `a/+/b/#`
            is an MQTT filter; `re:` begins a regular expression (classes, groups, alternatives, repetitions, `^ $
            \b`; no back-references and no look-around, so that none takes long).
            """#)
}
