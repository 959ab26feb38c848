/// What a curl command says, in the order given: the one reader of curl's letters, names and meanings, for a command that
/// is pasted and for the arguments of `martlet request`.
///
/// Read here and not by a general parser, because the order of `-d` and `--data-urlencode` counts, and letters may be run
/// together with each other and with a value (`-sXPOST`). What curl 7.88 sends decides what an option means.
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
    public var url: String { urls.first ?? "" }
    /// The URLs, of which one is asked for.
    public internal(set) var urls: [String] = []
    /// `--path-as-is`: dots in the path stay.
    public var keepsDots = false
    /// `-g`: braces and brackets in the URL stand for themselves.
    public var takesURLAsItIs = false
    /// `-X`
    public var method: String?
    /// `-H`: `Name:` takes a default away, `Name;` sends it empty, `@FILE` holds one a line.
    public var headers: [String] = []
    /// `-A`; empty for none.
    public var userAgent: String?
    /// `-e`
    public var referer: String?
    /// `-b`
    public var cookies: [String] = []
    /// `-r`
    public var range: String?
    /// `-z` with a date as HTTP writes it; after a `-` it is If-Unmodified-Since.
    public var timeCondition: String?
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
    /// `--raw FILE`: where the bytes of the answers go as they came. curl's letter of that name takes no file.
    public var rawOutput: String?
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

        /// A problem in words.
        public init(_ description: String) { self.description = description }
    }

    /// Nothing said yet.
    init() {}

    /// Reads the arguments of a program.
    ///
    /// - Throws: ``Problem`` with what is wrong in one line.
    public init(_ arguments: [String]) throws(Problem) {
        for option in CurlOption.read(arguments, own: ["raw"]) {
            switch option.flaw {
            case .noValue: throw Problem("\(option.shown) wants a value")
            case .surplusValue: throw Problem("\(option.shown) takes no value")
            case nil: break
            }
            let isTaken = try take(option)
            if isTaken { continue }
            let isOutput = try takeOutput(option)
            guard isOutput else {
                throw Problem("\(option.shown) is not known; martlet request --help lists what is")
            }
        }
        // As curl: a URL without a scheme is http.
        urls = urls.map(CurlURL.withScheme)
        if !takesURLAsItIs, let part = urls.compactMap({ CurlGlob.part(of: $0) }).first {
            throw Problem(
                "the URL holds \(part.prefix(60)), of which curl makes several requests; martlet sends one at a time: "
                    + "write one URL, or -g to take it as it stands")
        }
        if urls.count > 1 { throw Problem("one URL at a time: a second one was given") }
        if url.isEmpty, !wantsHelp, let rawOutput, rawOutput.contains("/") {
            throw Problem("--raw wants a FILE to write the answer's bytes to, and took '\(rawOutput)'; there is no URL")
        }
        if url.isEmpty, !wantsHelp { throw Problem("there is no URL; martlet request --help shows how") }
    }

    /// The arguments that ask for a URL and nothing else.
    public init(url: String) { urls = [url] }

    // MARK: - Options

    /// Takes what says what is sent and how; false when the option is none of that.
    mutating func take(_ option: CurlOption) throws(Problem) -> Bool {
        if takeContent(option) { return true }
        let value = option.value
        switch option.name {
        case "url": urls.append(value)
        case "path-as-is": keepsDots = true
        case "request": method = value
        case "head": asksForHead = true
        case "header": headers.append(value)
        case "user-agent": userAgent = value
        case "referer": referer = value.hasSuffix(";auto") ? String(value.dropLast(5)) : value
        case "cookie":
            guard value.contains("=") else {
                throw Problem("\(option.shown): cookie files are not read; write NAME=VALUE")
            }
            cookies.append(value)
        case "range": range = value
        case "time-cond":
            // A date as HTTP writes it can be sent on; `yesterday` and files cannot.
            guard value.hasSuffix(" GMT") else {
                throw Problem("\(option.shown): write the date as Tue, 01 Jan 2030 00:00:00 GMT")
            }
            timeCondition = value
        case "user": user = value
        case "basic": scheme = .basic
        case "digest", "anyauth": scheme = .digest
        case "oauth2-bearer": bearer = value
        default: return try takeTravel(option)
        }
        return true
    }

    /// Takes what is said of the body and of the query.
    private mutating func takeContent(_ option: CurlOption) -> Bool {
        let value = option.value
        switch option.name {
        case "data", "data-ascii": data.append(.text(value))
        case "data-raw": data.append(.raw(value))
        case "data-binary": data.append(.binary(value))
        case "data-urlencode": data.append(.urlencoded(value))
        case "json": data.append(.json(value))
        case "form": forms.append((value, false))
        case "form-string": forms.append((value, true))
        case "upload-file": upload = value
        case "get": putsDataIntoQuery = true
        case "no-get": putsDataIntoQuery = false
        case "url-query": query.append(value)
        default: return false
        }
        return true
    }

    /// Takes what says how the request travels.
    private mutating func takeTravel(_ option: CurlOption) throws(Problem) -> Bool {
        let value = option.value
        switch option.name {
        case "location": followsRedirects = true
        case "no-location": followsRedirects = false
        case "location-trusted":
            followsRedirects = true
            trustsRedirects = true
        case "max-redirs": maximumRedirects = try number(option, from: -1)
        case "post301", "post302": keepsMethod = true
        case "insecure": isInsecure = true
        case "proxy": proxy = value
        case "socks5", "socks5-hostname": proxy = "socks5://\(value)"
        case "proxy-user": proxyUser = value
        case "noproxy": noProxy = value
        case "max-time": totalTimeout = try seconds(option)
        case "connect-timeout": connectTimeout = try seconds(option)
        case "cacert": ca = value
        case "cert": certificate = value
        case "key": key = value
        case "pass": keyPassword = value
        case "compressed": isCompressed = true
        case "http1.1": onlyHTTP1 = true
        case "http2": onlyHTTP1 = false
        case "globoff": takesURLAsItIs = true
        default: return false
        }
        return true
    }

    /// Takes what says what is done with the answer; false when the option is none of that.
    private mutating func takeOutput(_ option: CurlOption) throws(Problem) -> Bool {
        let value = option.value
        switch option.name {
        case "include", "show-headers": showsHeaders = true
        case "silent": isSilent = true
        case "show-error": showsErrors = true
        case "verbose": isVerbose = true
        case "fail": fails = true
        case "fail-with-body":
            fails = true
            writesBodyOfFailures = true
        case "output": output = value
        case "remote-name": outputIsNamedByURL = true
        case "raw": rawOutput = value
        case "write-out": format = value
        case "max-filesize": maximumSize = try number(option, from: 1)
        case "help": wantsHelp = true
        // What is so in any case: no progress bar, no buffer, no file of settings.
        case "no-buffer", "progress-bar", "no-progress-meter", "disable": break
        default: return false
        }
        return true
    }

    private func number(_ option: CurlOption, from least: Int) throws(Problem) -> Int {
        guard let number = Int(option.value), number >= least else {
            throw Problem("\(option.written) is not a number from \(least) up")
        }
        return number
    }

    private func seconds(_ option: CurlOption) throws(Problem) -> Double {
        guard let number = Double(option.value), number >= 0, number.isFinite else {
            throw Problem("\(option.written) is not a number of seconds")
        }
        return number
    }
}
