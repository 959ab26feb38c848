/// The arguments of `martlet request`: curl's letters, names and meanings, in the order given.
///
/// Read here and not by a general parser, because the order of `-d` and `--data-urlencode` counts, and letters may be run
/// together with each other and with a value (`-sXPOST`).
public struct CurlArguments: Sendable {
    /// One stretch of the body by the option it was given with.
    public enum Data: Hashable, Sendable {
        /// `-d`: text, or `@FILE` without its line ends.
        case text(String)
        /// `--data-raw`
        case raw(String)
        /// `--data-binary`: text, or `@FILE` as it is.
        case binary(String)
        /// `--data-urlencode`
        case urlencoded(String)
        /// `--json`: text, or `@FILE` as it is.
        case json(String)
    }

    /// Credentials are sent as this.
    public enum AuthorizationScheme: Hashable, Sendable {
        /// `--basic`, and without one.
        case basic
        /// `--digest`, `--anyauth`: answered when asked.
        case digest
    }

    /// The URL; empty until it is given.
    public var url = ""
    /// `-X`
    public var method: String?
    /// `-H`, and what `-A`, `-e`, `-b` put there; `Name:` takes a default away, `Name;` sends it empty.
    public var headers: [String] = []
    /// `-d` and its kin.
    public var data: [Data] = []
    /// `-F` and `--form-string` (the latter without a meaning of `@` and `<`).
    public var forms: [(text: String, isLiteral: Bool)] = []
    /// `-T`
    public var upload: String?
    /// `-G`
    public var putsDataIntoQuery = false
    /// `--url-query`
    public var query: [String] = []
    /// `-u`
    public var user: String?
    /// `--basic`, `--digest`, `--anyauth`
    public var scheme = AuthorizationScheme.basic
    /// `--oauth2-bearer`
    public var bearer: String?
    /// `-i`
    public var showsHeaders = false
    /// `-I`
    public var asksForHead = false
    /// `-L`: off without it, as in curl.
    public var followsRedirects = false
    /// `--location-trusted`
    public var trustsRedirects = false
    /// `--max-redirs`; -1 for no limit.
    public var maximumRedirects = 50
    /// `--post301`, `--post302`
    public var keepsMethod = false
    /// `-k`
    public var isInsecure = false
    /// `-s`
    public var isSilent = false
    /// `-S`
    public var showsErrors = false
    /// `-v`
    public var isVerbose = false
    /// `-f`; `--fail-with-body` writes the body all the same.
    public var fails = false
    /// `--fail-with-body`
    public var writesBodyOfFailures = false
    /// `-o`; `-` for standard output.
    public var output: String?
    /// `-O`
    public var outputIsNamedByURL = false
    /// `-w`
    public var format: String?
    /// `-x`, with the credentials of `-U`.
    public var proxy: String?
    /// `-U`
    public var proxyUser: String?
    /// `--noproxy`: hosts without a proxy, `*` for all.
    public var noProxy: String?
    /// `-m` in seconds.
    public var totalTimeout: Double?
    /// `--connect-timeout` in seconds.
    public var connectTimeout: Double?
    /// `--max-filesize`
    public var maximumSize: Int?
    /// `--cacert`
    public var ca: String?
    /// `-E`: a file, or `FILE:PASSWORD`.
    public var certificate: String?
    /// `--key`
    public var key: String?
    /// `--pass`
    public var keyPassword: String?
    /// `--compressed`
    public var isCompressed = false
    /// `--http1.1`
    public var onlyHTTP1 = false
    /// `--help`, `-?`
    public var wantsHelp = false

    /// Why the arguments cannot be used.
    public struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
        /// One line.
        public let description: String
    }

    /// Reads arguments.
    ///
    /// - Throws: ``Problem`` with what is wrong in one line.
    public init(_ arguments: [String]) throws(Problem) {
        var rest = arguments[...]
        var onlyURLs = false
        while let argument = rest.popFirst() {
            if onlyURLs || !argument.hasPrefix("-") || argument == "-" {
                try set(url: argument)
            } else if argument == "--" {
                onlyURLs = true
            } else if argument.hasPrefix("--") {
                let equals = argument.firstIndex(of: "=")
                let name = String(
                    argument[argument.index(argument.startIndex, offsetBy: 2)..<(equals ?? argument.endIndex)])
                var joined = equals.map { String(argument[argument.index(after: $0)...]) }
                try take("--\(name)", long: name) { () throws(Problem) in
                    if let value = joined {
                        joined = nil
                        return value
                    }
                    guard let value = rest.popFirst() else { throw Problem(description: "--\(name) wants a value") }
                    return value
                }
                if joined != nil { throw Problem(description: "--\(name) takes no value") }
            } else {
                var letters = argument.dropFirst()
                while let letter = letters.popFirst() {
                    guard let name = Self.letters[letter] else {
                        throw Problem(description: "-\(letter) is not known; martlet request --help lists what is")
                    }
                    try take("-\(letter)", long: name) { () throws(Problem) in
                        defer { letters = "" }
                        if !letters.isEmpty { return String(letters) }
                        guard let value = rest.popFirst() else {
                            throw Problem(description: "-\(letter) wants a value")
                        }
                        return value
                    }
                }
            }
        }
        if url.isEmpty, !wantsHelp { throw Problem(description: "there is no URL; martlet request --help shows how") }
    }

    private static let letters: [Character: String] = [
        "X": "request", "H": "header", "d": "data", "F": "form", "T": "upload-file", "G": "get", "u": "user",
        "i": "include", "I": "head", "L": "location", "k": "insecure", "s": "silent", "S": "show-error", "v": "verbose",
        "f": "fail", "o": "output", "O": "remote-name", "w": "write-out", "x": "proxy", "U": "proxy-user",
        "m": "max-time", "E": "cert", "A": "user-agent", "e": "referer", "b": "cookie", "N": "no-buffer",
        "g": "globoff",
        "#": "progress-bar", "q": "disable", "?": "help",
    ]

    private mutating func set(url text: String) throws(Problem) {
        guard url.isEmpty else {
            throw Problem(description: "one URL at a time: a second one was given")
        }
        // As curl: a URL without a scheme is http.
        url = text.contains("://") ? text : "http://\(text)"
    }

    private mutating func take(
        _ shown: String, long name: String, _ value: () throws(Problem) -> String
    ) throws(Problem) {
        switch name {
        case "request": method = try value()
        case "header": headers.append(try value())
        case "user-agent": headers.append("User-Agent: \(try value())")
        case "referer": headers.append("Referer: \(try value())")
        case "cookie":
            let text = try value()
            guard text.contains("=") else {
                throw Problem(description: "\(shown): cookie files are not read; write NAME=VALUE")
            }
            headers.append("Cookie: \(text)")
        case "data", "data-ascii": data.append(.text(try value()))
        case "data-raw": data.append(.raw(try value()))
        case "data-binary": data.append(.binary(try value()))
        case "data-urlencode": data.append(.urlencoded(try value()))
        case "json": data.append(.json(try value()))
        case "form": forms.append((try value(), false))
        case "form-string": forms.append((try value(), true))
        case "upload-file": upload = try value()
        case "get": putsDataIntoQuery = true
        case "url-query": query.append(try value())
        case "url": try set(url: value())
        case "user": user = try value()
        case "basic": scheme = .basic
        case "digest", "anyauth": scheme = .digest
        case "oauth2-bearer": bearer = try value()
        case "include", "show-headers": showsHeaders = true
        case "head": asksForHead = true
        case "location": followsRedirects = true
        case "location-trusted":
            followsRedirects = true
            trustsRedirects = true
        case "max-redirs": maximumRedirects = try number(shown, value(), from: -1)
        case "post301", "post302": keepsMethod = true
        case "insecure": isInsecure = true
        case "silent": isSilent = true
        case "show-error": showsErrors = true
        case "verbose": isVerbose = true
        case "fail": fails = true
        case "fail-with-body":
            fails = true
            writesBodyOfFailures = true
        case "output": output = try value()
        case "remote-name": outputIsNamedByURL = true
        case "write-out": format = try value()
        case "proxy": proxy = try value()
        case "socks5", "socks5-hostname": proxy = "socks5://\(try value())"
        case "proxy-user": proxyUser = try value()
        case "noproxy": noProxy = try value()
        case "max-time": totalTimeout = try seconds(shown, value())
        case "connect-timeout": connectTimeout = try seconds(shown, value())
        case "max-filesize": maximumSize = try number(shown, value(), from: 1)
        case "cacert": ca = try value()
        case "cert": certificate = try value()
        case "key": key = try value()
        case "pass": keyPassword = try value()
        case "compressed": isCompressed = true
        case "http1.1": onlyHTTP1 = true
        case "help": wantsHelp = true
        // What is so in any case: HTTP/2 where the server offers it, no progress bar, no buffer, no globbing.
        case "http2", "no-buffer", "globoff", "progress-bar", "no-progress-meter", "disable": break
        default: throw Problem(description: "\(shown) is not known; martlet request --help lists what is")
        }
    }

    private func number(_ shown: String, _ text: String, from least: Int) throws(Problem) -> Int {
        guard let number = Int(text), number >= least else {
            throw Problem(description: "\(shown) \(text) is not a number from \(least) up")
        }
        return number
    }

    private func seconds(_ shown: String, _ text: String) throws(Problem) -> Double {
        guard let number = Double(text), number >= 0, number.isFinite else {
            throw Problem(description: "\(shown) \(text) is not a number of seconds")
        }
        return number
    }
}
