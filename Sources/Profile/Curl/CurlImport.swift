import Payloads
import Text

/// A request out of a `curl` command as people paste it from a browser, a manual or a colleague.
public struct CurlImport: Sendable {
    /// The request.
    public private(set) var draft = RequestDraft()
    /// What has no meaning here or is not done, as it was written: `-s`, `-o out.json`.
    public private(set) var ignored: [String] = []
    /// What a person should know of it, in words.
    public private(set) var notes: [String] = []
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

    private static func clipped(_ text: String) -> String { text.clipped }

    // MARK: - The draft

    private mutating func take(_ asked: CurlArguments) {
        let asked = possible(asked)
        let request: CurlRequest
        do throws(CurlArguments.Problem) {
            request = try CurlRequest(asked, Self.files)
        } catch {
            // What is possible was looked at before: here nothing is left to refuse.
            return notes.append(error.description)
        }
        draft.method = request.method
        draft.url = request.url
        notes += request.warnings.map(Self.clipped)
        draft.headers = request.headers.map { DraftField($0.name, $0.value) }
        draft.options = options(asked, request)
        draft.auth = request.hasOwnAuthorization ? .none : auth(asked)
        draft.body = body(asked, request)
        leaveOutContentType()
    }

    /// The arguments without those that cannot be done, which are told.
    private mutating func possible(_ whole: CurlArguments) -> CurlArguments {
        var asked = whole
        // Each by itself: of ten headers nine are taken.
        func works(_ change: (inout CurlArguments) -> Void) -> Bool {
            var alone = CurlArguments()
            change(&alone)
            return (try? CurlRequest(alone, Self.files)) != nil
        }
        asked.headers = asked.headers.filter { header in
            let works = works { $0.headers = [header] }
            if !works { ignored.append("-H \(Self.clipped(header))") }
            return works
        }
        asked.forms = asked.forms.filter { form in
            let works = works { $0.forms = [form] }
            if !works { ignored.append("-F \(Self.clipped(form.text))") }
            return works
        }
        asked.data = asked.data.filter { piece in
            let works = works { $0.data = [piece] }
            if !works { ignored.append(Self.clipped(piece.text)) }
            return works
        }
        asked.query = asked.query.filter { query in
            let works = works { $0.query = [query] }
            if !works { ignored.append("--url-query \(Self.clipped(query))") }
            return works
        }
        if let upload = asked.upload, ["-", "."].contains(upload) {
            ignored.append("-T \(upload)")
            asked.upload = nil
        }
        if let conflict = asked.conflict {
            notes.append(conflict.description)
            // curl would refuse all of it: here -T is kept before -F, and -F before -d.
            if asked.upload != nil { asked.forms = [] }
            if asked.upload != nil || !asked.forms.isEmpty { asked.data = [] }
            if asked.conflict != nil { asked.asksForHead = false }
        }
        // A body that cannot be taken along is told; that it became another method nobody would see.
        if asked.method == nil, !asked.asksForHead {
            if whole.upload != nil, asked.upload == nil, asked.forms.isEmpty, asked.data.isEmpty {
                asked.method = "PUT"
            }
            let hadBody = !whole.forms.isEmpty || !whole.data.isEmpty && !whole.putsDataIntoQuery
            if whole.upload == nil, hadBody, asked.forms.isEmpty, asked.data.isEmpty { asked.method = "POST" }
        }
        return asked
    }

    /// Files are read when the request is sent: until then a call stands for what they hold.
    private static let files = CurlRequest.Files(hasCalls: true) { file throws(CurlArguments.Problem) in
        guard file.path != "-", let call = file.call else { throw CurlArguments.Problem("\(file.path) is not read") }
        return Array(call.utf8)
    } lines: { path throws(CurlArguments.Problem) in
        throw CurlArguments.Problem("the headers in \(path) are not read")
    }

    private mutating func options(_ asked: CurlArguments, _ request: CurlRequest) -> RequestOptions {
        var options = RequestOptions()
        options.followsRedirects = asked.followsRedirects
        // -1 is without end, which is as good as the most there is.
        if asked.followsRedirects {
            options.maximumRedirects = asked.maximumRedirects < 0 ? 1000 : min(asked.maximumRedirects, 1000)
        }
        // What the draft has no words for is told, and not taken for done.
        if asked.trustsRedirects { notes.append("credentials are not sent on to other hosts") }
        if asked.keepsMethod { notes.append("a POST becomes a GET after 301 and 302") }
        options.connectTimeout = asked.connectTimeout.flatMap { $0 > 0 ? $0 : nil }
        options.totalTimeout = asked.totalTimeout.flatMap { $0 > 0 ? $0 : nil }
        if let proxy = asked.proxyURL {
            options.proxy = proxy.isEmpty ? "none" : proxy.contains("://") ? proxy : "http://\(proxy)"
        }
        if asked.noProxy == "*" {
            options.proxy = "none"
        } else if let hosts = asked.noProxy {
            ignored.append("--noproxy \(hosts)")
        }
        options.idleTimeout = asked.idleTimeout
        options.onlyHTTP1 = asked.onlyHTTP1 || asked.speaksHTTP10
        options.tls.verify = !asked.isInsecure
        options.tls.ca = asked.ca ?? ""
        options.tls.caFolder = asked.caFolder ?? ""
        options.tls.key = asked.key ?? ""
        options.tls.keyPassword = asked.keyPassword.map { .literal($0) }
        if let (file, password) = asked.certificateParts {
            options.tls.certificate = file
            if let password { options.tls.keyPassword = .literal(password) }
        }
        options.omittedHeaders = request.omitted.sorted()
        return options
    }

    /// Name and password of a URL as `-u` has them; nil for none.
    private static func user(of url: String) -> String? {
        URLUserInfo.login(of: url).map { login in login.password.map { "\(login.name):\($0)" } ?? login.name }
    }

    private func auth(_ asked: CurlArguments) -> RequestAuth {
        if let bearer = asked.bearer { return .bearer(.literal(bearer)) }
        if let words = asked.awsWords, let user = asked.user ?? Self.user(of: asked.url) {
            return .aws(AWSDraft(words: words, user: user))
        }
        guard let user = asked.user else { return .none }
        let parts = user.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        // Without a password curl asks for it.
        let password: Secret = parts.count > 1 ? .literal(parts[1]) : .prompt
        let name = parts.first ?? ""
        return [nil, .basic].contains(asked.scheme)
            ? .basic(username: name, password: password) : .digest(username: name, password: password)
    }

    // MARK: - The body

    private mutating func body(_ asked: CurlArguments, _ request: CurlRequest) -> RequestBody {
        switch request.body {
        case .none: return .none
        case .file(let path): return .file(path)
        case .multipart(let parts): return .multipart(parts.map(Self.part))
        case .bytes(let bytes):
            // A file alone that is sent as it is needs not be text, nor fit into memory.
            if asked.data.count == 1, let path = asked.data[0].wholeFile { return .file(path) }
            return text(String(decoding: bytes, as: UTF8.self))
        }
    }

    private static func part(_ part: CurlRequest.Part) -> RequestBody.Part {
        switch part.content {
        case .file(let path):
            // The file's own name need not be written down: it follows from the path.
            let own = path.split(separator: "/").last.map(String.init) ?? path
            return RequestBody.Part(
                part.name, .file(path), contentType: part.type, filename: part.filename == own ? nil : part.filename)
        case .bytes(let bytes):
            return RequestBody.Part(
                part.name, .text(String(decoding: bytes, as: UTF8.self)), contentType: part.type,
                filename: part.filename)
        case .none, .multipart: return RequestBody.Part(part.name, .text(""))
        }
    }

    private static let formType = "application/x-www-form-urlencoded"
    private var contentType: String? {
        draft.headers.first { $0.name.lowercased() == "content-type" }?.value.lowercased()
    }

    /// A text as the kind that is best edited; what is sent is the same with each.
    private mutating func text(_ text: String) -> RequestBody {
        let type = contentType ?? ""
        if type.contains("json") { return .json(text) }
        if type.contains("xml") { return .xml(text) }
        let start = text.trimmed.prefix(2)
        // Two braces begin a template, and no object.
        let looksLikeJSON = start.hasPrefix("[") || start.hasPrefix("{") && start != "{{"
        guard type.hasPrefix(Self.formType) else { return looksLikeJSON ? .json(text) : .text(text) }
        if !looksLikeJSON, let rows = CurlForm.rows(of: text) {
            // The type follows from the kind.
            if type == Self.formType { draft.headers.removeAll { $0.name.lowercased() == "content-type" } }
            return .form(rows)
        }
        if looksLikeJSON {
            notes.append("curl calls this JSON a form: set Content-Type to application/json if the server minds")
        }
        return looksLikeJSON ? .json(text) : .text(text)
    }

    /// A body has a type of its own, which curl does not tell of a file that is put, nor where `-H 'Content-Type:'` is.
    private mutating func leaveOutContentType() {
        let hasOwn: Bool
        switch draft.body {
        case .none, .multipart: hasOwn = false
        case .form: return
        case .json, .xml, .text, .graphQL, .file: hasOwn = true
        }
        if hasOwn, contentType == nil, !draft.options.omittedHeaders.contains("content-type") {
            draft.options.omittedHeaders.append("content-type")
        }
    }
}

extension CurlArguments {
    /// The proxy with the credentials of `-U`; nil when none was named, empty for none.
    public var proxyURL: String? {
        guard let proxy else { return nil }
        guard let user = proxyUser, !proxy.isEmpty, !proxy.contains("@") else { return proxy }
        let encoded = user.utf8.map { byte -> String in
            // The colon parts name and password; everything else might part the URL.
            byte == UInt8(ascii: ":") ? ":" : PercentEncoding.component([byte])
        }.joined()
        guard let scheme = proxy.firstRange(of: "://") else { return "\(encoded)@\(proxy)" }
        return proxy[..<scheme.upperBound] + encoded + "@" + proxy[scheme.upperBound...]
    }
}

extension CurlArguments.Data {
    /// As it was written.
    var text: String {
        switch self {
        case .text(let text), .raw(let text), .binary(let text), .urlencoded(let text), .json(let text): text
        }
    }

    /// The path of a file that is sent as it is.
    var wholeFile: String? {
        switch self {
        case .binary(let text), .json(let text): text.hasPrefix("@") ? String(text.dropFirst()) : nil
        case .text, .raw, .urlencoded: nil
        }
    }
}
