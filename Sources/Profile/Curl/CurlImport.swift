import Text

/// A request out of a `curl` command as people paste it from a browser, a manual or a colleague.
public struct CurlImport: Sendable {
    /// The request.
    public internal(set) var draft = RequestDraft()
    /// What has no meaning here or is not done, as it was written: `-s`, `-o out.json`.
    public internal(set) var ignored: [String] = []
    /// What a person should know of it, in words.
    public internal(set) var notes: [String] = []
    /// What stands in the command in double braces, each once. It stands for itself, unless the command was read otherwise.
    public private(set) var braced: [String] = []
    /// What stands after the command's line.
    private var rest = ""
    /// What the command asks for besides: the options of a request, and which of its URLs is meant.
    private var others: [(options: [CurlOption], url: Int)] = []
    private var hasFurther = false
    private var urlCount = 0

    /// Whether a text is a `curl` command.
    public static func isCurl(_ text: String) -> Bool { command(in: text) != nil }

    /// The most commands that are read of one text.
    private static let maximumCommands = 100

    /// Every request of a text: of each command in it, line by line, those of its URLs and of `--next`.
    /// - Parameter takesBraces: whether `{{name}}` in them is a variable.
    public static func all(in text: String, takesBraces: Bool = false) -> [CurlImport] {
        var commands: [CurlImport] = []
        var rest = text
        // A clipboard may hold a whole log.
        while commands.count < maximumCommands, let command = first(in: rest, takesBraces: takesBraces) {
            commands += command.each
            rest = command.rest
        }
        if !rest.isEmpty, !commands.isEmpty { commands[commands.count - 1].ignored.append(clipped(rest)) }
        return commands
    }

    /// Why a text that looks like a command for another program is none of curl's; nil for any other text.
    public static func isForAnother(_ text: String) -> String? {
        guard let first = text.split(whereSeparator: \.isWhitespace).first?.lowercased() else { return nil }
        let isSession = first == "$session" || first.hasPrefix("$session=")
        guard isSession || ["invoke-webrequest", "iwr", "invoke-restmethod", "irm"].contains(first) else { return nil }
        return "This is PowerShell's Invoke-WebRequest: copy it as cURL"
    }

    /// Reads the first command of a text.
    /// - Parameter takesBraces: whether `{{name}}` in it is a variable.
    /// - Returns: nil when it is none.
    public init?(_ text: String, takesBraces: Bool = false) {
        guard let command = Self.first(in: text, takesBraces: takesBraces) else { return nil }
        self = command
        if hasFurther { notes.append("only the first of several requests is taken") }
        if urlCount > 1 { notes.append("only the first of \(urlCount) URLs is taken") }
    }

    private static func first(in text: String, takesBraces: Bool) -> CurlImport? {
        var made = CurlImport()
        return made.read(text, takesBraces) ? made : nil
    }

    /// Reads the first command of a text; false when it is none.
    private mutating func read(_ text: String, _ takesBraces: Bool) -> Bool {
        guard var lexer = Self.command(in: text) else { return false }
        lexer.takesBraces = takesBraces
        var words: [String] = []
        while words.count < Self.maximumWords, let word = lexer.next() { words.append(word) }
        notes = lexer.notes
        if words.count == Self.maximumWords { notes.append("only the first \(Self.maximumWords) words are read") }
        braced = lexer.braced
        // Another line may be another command; what follows a `|` or a `;` belongs to this one and is told as
        // ignored.
        if lexer.endedWithLine { rest = lexer.rest }
        if !lexer.rest.isEmpty, !lexer.endedWithLine { ignored.append(Self.clipped(lexer.rest)) }
        let groups = CurlOption.read(words).split { $0.name == "next" }
        take(Array(groups.first ?? []), url: 0)
        hasFurther = groups.count > 1
        for options in groups {
            // A command without a URL is one that is still being written.
            let count = max(1, options.count { $0.name == "url" })
            if others.isEmpty { urlCount = count }
            for url in 0..<count where others.count < Self.maximumCommands {
                others.append((Array(options), url))
            }
        }
        others = Array(others.dropFirst())
        return true
    }

    /// Takes what one of several requests says, of its URLs the one of a number.
    private mutating func take(_ options: [CurlOption], url: Int) {
        var asked = CurlArguments()
        for option in options {
            do throws(CurlArguments.Problem) {
                if option.flaw != nil {
                    ignored.append(option.written)
                } else if try !asked.take(option) {
                    ignored.append(Self.clipped(option.written))
                }
            } catch {
                ignored.append(Self.clipped(option.written))
            }
        }
        if asked.urls.indices.contains(url) {
            asked.urls = [asked.urls[url]]
            // curl pairs them in their order.
            asked.uploads = asked.uploads.indices.contains(url) ? [asked.uploads[url]] : []
        }
        take(asked)
        notes += asked.warnings.map(Self.clipped) + CurlLosses.words(asked)
    }

    /// The requests of a command, each by itself.
    private var each: [CurlImport] {
        var all = [self]
        for (options, url) in others {
            var other = CurlImport()
            other.take(options, url: url)
            all.append(other)
        }
        return all
    }

    private init() {}

    /// The longest command that is read, in bytes.
    private static let longest = 4 << 20
    /// The most words: no shell takes many more, and each may become a row.
    private static let maximumWords = 10_000

    /// What stands after `curl`, still to be read, whatever stands before it: a prompt, `sudo`, variables for its
    /// environment.
    private static func command(in text: String) -> ShellWords? {
        // Asked with every paste.
        guard text.utf8.count <= longest else { return nil }
        var text = text
        // What a copied command says first, as which variable is to be set.
        while text.hasPrefix("#"), let end = text.firstIndex(where: \.isNewline) {
            text = String(text[text.index(after: end)...])
        }
        var lexer = ShellWords(text)
        while let word = lexer.next() {
            if isProgram(word) {
                // Only once it is known to be curl: what carets mean depends on who would run it.
                guard let inShell = WindowsWords.forShell(text) else { return lexer }
                lexer = ShellWords(inShell)
                while let word = lexer.next(), !isProgram(word) {}
                return lexer
            }
            // What people copy along from a terminal or a script.
            let isBefore = ["sudo", "time", "env"].contains(word) || word.contains("=") || isPrompt(word)
            guard isBefore else { return nil }
        }
        return nil
    }

    static func isProgram(_ word: String) -> Bool {
        word == "curl" || word == "curl.exe" || word.hasSuffix("/curl") && !word.contains(":")
    }

    /// `$`, `me@host:~$`, `C:\>`, `➜`.
    private static func isPrompt(_ word: String) -> Bool {
        guard let last = word.last, "$%#>❯➜".contains(last) else { return false }
        return word.count == 1 || word.contains("@") || word.contains(":") || word.contains("~")
    }

    static func clipped(_ text: String) -> String { text.clipped }
}
