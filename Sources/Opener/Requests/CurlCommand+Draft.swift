public import Profile

extension CurlCommand {
    /// The command of a draft; `variables` are put in. What stands for nothing becomes a variable of the shell too.
    /// - Parameters:
    ///   - taken: what it takes of answers and topics: put in as it is now, with a comment that says so.
    ///   - program: the program that is called, with curl's letters.
    /// - Returns: the command, or what keeps it from being one.
    public static func made(
        of draft: RequestDraft, variables: Variables, taken: TakenValues = TakenValues(),
        generate: @escaping (String, [String]) -> TemplateExpander.Generated = TemplateExpander.named,
        tag: @escaping (String) -> TemplateExpander.Generated = RequestResolver.withoutTags,
        by program: String = Self.curl
    ) -> Result<String, RequestProblem> {
        var marks = Marks()
        // Why a call has no place in a command: an outcome has its name alone.
        var refusal: String?
        var expander = TemplateExpander(variables: variables) { marks.mark($0, $1) }
        expander.conceals = .named
        // What only the shell knows cannot be encoded before it does.
        expander.shape = { form, value in
            guard form != .json, form != .url, Marks.isMark(in: value) else { return form.applied(to: value) }
            refusal = refusal ?? "What only the shell knows cannot be written as \(form.rawValue)"
            return nil
        }
        let file = draft.body.fileCall
        expander.generate = { name, arguments in
            if name == TemplateFile.name {
                if TemplateFile(arguments) == file { return .value("") }
                refusal = refusal ?? "{{\(name)}} among other text has no word in curl"
                return .none("")
            }
            if let entry = taken.entry(name, arguments) {
                return .value(marks.take(entry, taken.value(name, arguments)))
            }
            let made = generate(name, arguments)
            if case .value = made { return made }
            // With all of its words: two calls of one generator are two values.
            return .value(marks.mark(lacking: ([name] + arguments).joined(separator: " ")))
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
        guard let request = outcome.request else {
            return .failure(RequestProblem(.body, refusal ?? outcome.words ?? "the request is not whole"))
        }
        return .success(text(of: request, marks, file: file, by: program))
    }

    /// The command of a draft; nil where there is none, see ``made(of:variables:taken:generate:tag:by:)``.
    public static func text(of draft: RequestDraft, variables: Variables, by program: String = Self.curl) -> String? {
        try? made(of: draft, variables: variables, by: program).get()
    }
}

extension CurlCommand.Marks {
    /// What stands in a command for what is taken of an answer or a topic: the value of now, or a variable of its own for one
    /// that is yet to come or that nobody should read.
    fileprivate mutating func take(
        _ entry: TakenValues.Entry, _ value: TemplateExpander.Generated?
    ) -> String {
        guard let value, case .value(let text) = value else { return mark(lacking: entry.what, because: entry.source) }
        if entry.value == Secret.dots, text != Secret.dots {
            return mark(lacking: entry.what, because: "\(entry.source); secrets are not copied")
        }
        note("As it was when this was copied: \(entry.source)")
        return text
    }
}

extension RequestBody {
    /// The file of a text that is one call of it and nothing else.
    fileprivate var fileCall: TemplateFile? {
        switch self {
        case .json(let text), .xml(let text), .text(let text):
            guard let call = TemplateCall.alone(in: text), call.name == TemplateFile.name else { return nil }
            return TemplateFile(call.arguments)
        case .none, .form, .multipart, .file, .graphQL: return nil
        }
    }
}
