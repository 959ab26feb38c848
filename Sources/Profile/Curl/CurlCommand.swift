import Payloads
public import REST
import Text

/// A request as a `curl` command that runs as it is pasted in sh(1): values put in, secrets as the shell finds them. Comments
/// before it say what the person has to do first.
public struct CurlCommand {
    /// The program whose letters they are; another one knows what curl does not.
    public static let curl = "curl"

    /// The names that stand in a command for what only the shell knows.
    public struct Marks {
        /// Stands for a name while a request is put together: letters and digits only, which no encoding changes but Base64.
        fileprivate static let mark = "qMartletSecretZ"
        fileprivate private(set) var secrets: [ShellSecret] = []
        /// Where each stands among them: a body may call for thousands.
        private var places: [ShellSecret: Int] = [:]
        private var variables = ShellVariables()
        fileprivate var notes: [String] = []

        /// No names yet.
        public init() {}

        /// What stands for a secret in the request.
        public mutating func mark(_ name: String, _ secret: Secret) -> String {
            mark(ShellSecret(secret, asking: variables.variable(of: name)))
        }

        /// What stands for a name that has no value here: the shell's own, as `{{$NAME}}` is where a secret was written out,
        /// or one that the person gives.
        /// - Parameter reason: why, for a comment; nil says that it has none.
        public mutating func mark(lacking name: String, because reason: String? = nil) -> String {
            guard !name.hasPrefix("$") || reason != nil else { return mark(String(name.dropFirst()), .prompt) }
            let words = reason ?? "\(name) has no value here"
            return mark(ShellSecret(asking: variables.variable(of: name), words.withoutControls))
        }

        /// A line that is said before the command, once.
        public mutating func note(_ words: String) {
            if !notes.contains(words) { notes.append(words) }
        }

        fileprivate mutating func mark(_ secret: ShellSecret) -> String {
            let place = places[secret] ?? secrets.count
            if place == secrets.count {
                secrets.append(secret)
                places[secret] = place
            }
            // The Z ends the number: a digit of the text may follow it.
            return "\(Self.mark)\(place)Z"
        }

        /// Whether a mark is in a value.
        public static func isMark(in value: [UInt8]) -> Bool { String(decoding: value, as: UTF8.self).contains(mark) }

        /// Whether a value is what the shell gives, and nothing before it.
        static func isMark(atStartOf value: ArraySlice<UInt8>) -> Bool { value.starts(with: mark.utf8) }
    }

    private var marks: Marks
    private let program: String
    private var lines: [String] = []
    /// The secrets that stand in it, by their places.
    private var used: Set<Int> = []

    /// The command of a request in which `marks` stand for names, and whose paths are as they were typed.
    /// - Parameters:
    ///   - file: what the body is that holds what a file does.
    ///   - program: the program that is called, with curl's letters.
    public static func text(
        of request: Request, _ marks: Marks, file: TemplateFile? = nil, by program: String = Self.curl
    ) -> String {
        var command = CurlCommand(marks: marks, program: program)
        command.write(request, file)
        let lines = command.lines.joined(separator: " \\\n  ")
        // Only what is in it: what was asked for may have gone with a part that is not sent.
        let comments = command.used.sorted().compactMap { command.marks.secrets[$0].comment }
        return ((command.marks.notes + comments).map { "# \($0.withoutControls)" } + [lines]).joined(separator: "\n")
    }

    private init(marks: Marks, program: String) {
        self.marks = marks
        self.program = program
    }

    // MARK: - Options

    private mutating func write(_ request: Request, _ file: TemplateFile?) {
        lines.append("\(program) \(quoted(request.url))")
        // curl would make several requests of lists and ranges in the URL.
        if request.url.contains(where: { "[]{}".contains($0) }) { lines.append("-g") }
        let isWebSocket = RESTClient.isWebSocket(request.url)
        // Opening one is a GET of its own, whatever it says first (RFC 6455 4.1).
        if !isWebSocket {
            writeMethod(request)
        } else if program != Self.curl {
            lines.append("--stream")
        }
        for field in request.fields {
            // `Name;` sends an empty value, where `Name:` takes the field away.
            lines.append("-H \(quoted(field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)"))")
        }
        for name in request.omittedFields.sorted() { lines.append("-H \(quoted("\(name):"))") }
        switch request.authorization {
        case .none: break
        case .basic(let name, let password): lines.append("-u \(quoted("\(name):\(password)"))")
        case .digest(let name, let password): lines.append("--digest -u \(quoted("\(name):\(password)"))")
        case .any(let name, let password): lines.append("--anyauth -u \(quoted("\(name):\(password)"))")
        case .bearer(let token): lines.append("-H \(quoted("Authorization: Bearer \(token)"))")
        case .renewable(let token): lines.append("-H \(quoted("Authorization: Bearer \(token.text)"))")
        case .aws(let signature):
            lines.append("--aws-sigv4 \(quoted(signature.words))")
            lines.append("-u \(quoted("\(signature.accessKey):\(signature.secretKey)"))")
            if !signature.sessionToken.isEmpty {
                lines.append("-H \(quoted("X-Amz-Security-Token: \(signature.sessionToken)"))")
            }
        }
        if isWebSocket, program == Self.curl {
            if case .none = request.body {
            } else {
                marks.note("curl opens the WebSocket, and does not send the first message")
            }
            marks.note("curl speaks WebSockets from 8.11 on; what is copied next is martlet's own command")
        } else if let file {
            write(file)
        } else {
            writeBody(request.body)
        }
        writeOptions(request.options, isWebSocket: isWebSocket)
    }

    private mutating func writeMethod(_ request: Request) {
        let method = request.method.rawValue
        var usual = "POST"
        // What curl does without -X: it is named only where it differs.
        if case .none = request.body { usual = "GET" }
        if method == "HEAD", case .none = request.body {
            lines.append("-I")
        } else if method != usual {
            lines.append("-X \(quoted(method))")
            // A method that means a body is sent with the length of none (RFC 9110 8.6), which curl leaves out.
            if case .none = request.body, Method(rawValue: method)?.meansBody == true {
                lines.append("-H 'Content-Length: 0'")
            }
        }
    }

    private mutating func writeBody(_ body: Request.Body) {
        switch body {
        case .none: break
        // Raw: with -d an @ at the beginning would name a file.
        case .bytes(let bytes): lines.append("--data-raw \(quoted(String(decoding: bytes, as: UTF8.self)))")
        case .file(let path):
            let path = opened(path)
            lines.append("--data-binary \(quoted("@\(path)"))")
        case .multipart(let parts):
            for part in parts { lines.append(form(part)) }
        }
    }

    /// A body that is what a file holds.
    private mutating func write(_ file: TemplateFile) {
        let path = opened(file.path)
        switch file.form {
        case .whole: lines.append("--data-binary \(quoted("@\(path)"))")
        case .joined: lines.append("-d \(quoted("@\(path)"))")
        case .encoded: lines.append("--data-urlencode \(quoted("@\(path)"))")
        }
    }

    private mutating func form(_ part: Request.Part) -> String {
        var settings = ""
        if let type = part.contentType { settings += ";type=\(type)" }
        switch part.content {
        case .file(let path):
            // curl tells the file's own name by itself.
            if let filename = part.filename, filename != path.split(separator: "/").last.map(String.init) ?? path {
                settings += ";filename=\(doubleQuoted(filename))"
            }
            let path = doubleQuoted(opened(path))
            return "-F \(quoted("\(part.name)=@\(path)\(settings)"))"
        case .bytes(let bytes):
            if let filename = part.filename { settings += ";filename=\(doubleQuoted(filename))" }
            let text = String(decoding: bytes, as: UTF8.self)
            return settings.isEmpty
                ? "--form-string \(quoted("\(part.name)=\(text)"))"
                // --form-string takes no settings behind the text; with -F it is quoted, so that no @ or ; in it
                // means anything.
                : "-F \(quoted("\(part.name)=\(doubleQuoted(text))\(settings)"))"
        }
    }

    /// A path as the shell gives it: in quotes it would not know `~`.
    private mutating func opened(_ path: String) -> String {
        guard path.hasPrefix("~/") else { return path }
        return marks.mark(.home) + path.dropFirst()
    }

    /// How `-F` quotes.
    private func doubleQuoted(_ text: String) -> String {
        "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    }

    private mutating func writeOptions(_ options: Request.Options, isWebSocket: Bool) {
        let usual = Request.Options()
        // No redirect is followed to open a WebSocket, and who asks for that is told so.
        if options.maximumRedirects > 0, !isWebSocket { lines.append("-L --max-redirs \(options.maximumRedirects)") }
        let tls = options.tls
        if !tls.verify { lines.append("-k") }
        write("--cacert", path: tls.caFile)
        write("--capath", path: tls.caDirectory)
        write("--cert", path: tls.certificateFile.map(CurlArguments.certificate))
        write("--key", path: tls.keyFile)
        if let password = tls.keyPassword { lines.append("--pass \(quoted(password))") }
        switch options.proxy {
        case .environment: break
        case .none: lines.append("--noproxy '*'")
        case .url(let proxy):
            // The name is looked up by the proxy, as here.
            lines.append("-x \(quoted(proxy.replacing("socks5://", with: "socks5h://")))")
        }
        let timeouts = options.timeouts
        if let seconds = timeouts.connect, seconds != usual.timeouts.connect {
            lines.append("--connect-timeout \(seconds.short)")
        }
        if let seconds = timeouts.total { lines.append("-m \(seconds.short)") }
        if let seconds = timeouts.idle, seconds != usual.timeouts.idle {
            // curl has no time-out of silence: less than a byte a second for so long comes to the same.
            lines.append("--speed-limit 1 --speed-time \(Int(max(1, min(seconds, 86_400))))")
        }
        if options.onlyHTTP1 { lines.append("--http1.1") }
    }

    private mutating func write(_ option: String, path: String?) {
        guard let path else { return }
        let written = opened(path)
        lines.append("\(option) \(quoted(written))")
    }

    // MARK: - Quoting

    /// A word for sh(1), with secrets as variables in double quotes.
    private mutating func quoted(_ text: String) -> String {
        var word = ""
        // What stands before the next secret.
        var plain = ""
        var rest = text[...]
        func endPlain() {
            if !plain.isEmpty { word += ShellWord.quoted(plain) }
            plain = ""
        }
        while let start = rest.firstRange(of: Marks.mark) {
            let digits = rest[start.upperBound...].prefix { $0.isNumber }
            let end = digits.endIndex
            // A text that looks like a mark by accident stays a text.
            guard let index = Int(digits), marks.secrets.indices.contains(index), end < rest.endIndex, rest[end] == "Z"
            else {
                plain += rest[..<start.upperBound]
                rest = rest[start.upperBound...]
                continue
            }
            plain += rest[..<start.lowerBound]
            endPlain()
            word += marks.secrets[index].word
            used.insert(index)
            rest = rest[rest.index(after: end)...]
        }
        plain += rest
        endPlain()
        return word.isEmpty ? "''" : word
    }
}
