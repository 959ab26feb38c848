public import Profile

extension CurlCommand {
    /// The command of a draft; `variables` are put in. What stands for nothing becomes a variable of the shell too.
    /// - Parameter program: the program that is called, with curl's letters.
    /// - Returns: nil when there is no URL to speak of; why is said by the preview.
    public static func text(
        of draft: RequestDraft, variables: Variables,
        generate: @escaping (String, [String]) -> TemplateExpander.Generated = TemplateExpander.named,
        tag: @escaping (String) -> TemplateExpander.Generated = RequestResolver.withoutTags, by program: String = "curl"
    ) -> String? {
        var marks = Marks()
        var expander = TemplateExpander(variables: variables) { marks.mark($0, $1) }
        expander.conceals = .named
        // What only the shell knows cannot be encoded before it does.
        expander.shape = { form, value in
            form != .json && form != .url && Marks.isMark(in: value) ? nil : form.applied(to: value)
        }
        let file = draft.body.fileCall
        expander.generate = { name, arguments in
            if name == TemplateFile.name {
                return TemplateFile(arguments) == file
                    ? .value("") : .none("{{\(name)}} among other text has no word in curl")
            }
            let made = generate(name, arguments)
            if case .value = made { return made }
            return .value(marks.mark(lacking: name))
        }
        // Variables without a value are the shell's to give; so are secrets that are written out.
        let outcome = RequestResolver.resolve(
            draft.namingSecrets(), with: expander,
            tag: { url in
                if case .value(let value) = tag(url) {
                    .value(value)
                } else {
                    .value(marks.mark(lacking: EntityTags.name))
                }
            },
            path: { $0 })
        return outcome.request.map { text(of: $0, marks, file: file, by: program) }
    }
}

extension RequestBody {
    /// The file of a text that is one call of it and nothing else.
    fileprivate var fileCall: TemplateFile? {
        switch self {
        case .json(let text), .xml(let text), .text(let text):
            let calls = TemplateCall.all(in: text)
            guard calls.count == 1, calls[0].range.count == text.utf8.count else { return nil }
            return calls[0].name == TemplateFile.name ? TemplateFile(calls[0].arguments) : nil
        case .none, .form, .multipart, .file, .graphQL: return nil
        }
    }
}
