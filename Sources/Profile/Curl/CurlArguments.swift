public import REST

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
        /// `--digest`: answered when asked.
        case digest
        /// `--anyauth`: what is asked for.
        case any
    }

    /// Where the body of an answer goes.
    public enum Output: Hashable, Sendable {
        /// `-o`; `-` for standard output.
        case file(String)
        /// `-O`: a file named as the last piece of the URL's path.
        case namedByURL
    }

    /// Where an answer is to go on from (`-C`).
    public enum Continuation: Hashable, Sendable {
        /// Behind so many bytes.
        case from(Int)
        /// Behind those that the file has.
        case endOfFile
    }

    /// Whether `.netrc` says who asks.
    public enum NetrcUse: Hashable, Sendable {
        /// `-n`: in place of what the URL says.
        case required
        /// `--netrc-optional`: where the URL says nothing.
        case optional
    }

    /// The URL; empty until it is given.
    public var url: String { urls.first ?? "" }
    /// The URLs, each of which is asked for.
    public internal(set) var urls: [String] = []
    /// Which of them were given after `--remote-name-all`.
    var namedURLs: Set<Int> = []
    /// `--remote-name-all`: those that follow are as if `-O` went with each.
    var namesAll = false
    /// `--path-as-is`: dots in the path stay.
    public var keepsDots = false
    /// `--explain-cache`: whether what caches may do with the answer is told, on standard error. None of curl.
    public var explainsCache = false
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
    /// `-e URL;auto`: redirects are told where they came from.
    public var tellsReferer = false
    /// `-b NAME=VALUE`
    public var cookies: [String] = []
    /// `-b FILE`: files of cookies; an empty name has cookies sent on that answers set.
    public var cookieFiles: [String] = []
    /// `-c`: where cookies are written in the end; `-` for standard output.
    public var cookieJar: String?
    /// `-j`: cookies that end with their session are not taken from files.
    public var dropsSessionCookies = false
    /// `-r`
    public var range: String?
    /// `-C`
    public var continuation: Continuation?
    /// `-z`: a date or a file, after a `-` for If-Unmodified-Since, after a `=` for Last-Modified.
    public var timeCondition: String?
    /// `--etag-compare`: the file of the tag that is asked for in If-None-Match.
    public var comparedTag: String?
    /// `--etag-save`: the file that the answer's tag is written to; `-` for standard output.
    public var savedTag: String?
    /// `-d` and its kin.
    public var data: [Data] = []
    /// `-F` and `--form-string` (the latter without a meaning of `@` and `<`).
    public var forms: [(text: String, isLiteral: Bool)] = []
    /// `-T`, one for each URL.
    public var uploads: [String] = []
    /// The file that goes to the URL.
    public var upload: String? {
        get { uploads.first }
        set { uploads = newValue.map { [$0] } ?? [] }
    }
    /// `-G`
    public var putsDataIntoQuery = false
    /// `--url-query`
    public var query: [String] = []
    /// `--proto-default`: of URLs without one.
    public var defaultScheme = "http"
    /// `-u`
    public var user: String?
    /// `--basic`, `--digest`, `--anyauth`
    public var scheme: AuthorizationScheme?
    /// `--aws-sigv4 PROVIDER1[:PROVIDER2[:REGION[:SERVICE]]]`: `-u` signs the request.
    public var awsWords: String?
    /// `--oauth2-bearer`
    public var bearer: String?
    /// `-n`, `--netrc-optional`
    public var netrc: NetrcUse?
    /// `--netrc-file`; nil for the one at home.
    public var netrcFile: String?
    /// `-i`
    public var showsHeaders = false
    /// `-I`
    public var asksForHead = false
    /// `-L`: off without it, as in curl.
    public var followsRedirects = false
    /// `--location-trusted`
    public var trustsRedirects = false
    // As many as curl follows by itself.
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
    /// `-o` and `-O`, one for each URL.
    public var outputs: [Output] = []
    /// The file of the one URL; `-` for standard output.
    public var output: String? {
        get { if case .file(let name) = outputs.first { name } else { nil } }
        set { outputs = newValue.map { [.file($0)] } ?? [] }
    }
    /// Whether it is named by the URL.
    public var outputIsNamedByURL: Bool { outputs.first == .namedByURL }
    /// `-J`: the answer may name it (RFC 6266).
    public var outputIsNamedByAnswer = false
    /// `--output-dir`
    public var outputFolder: String?
    /// `--create-dirs`
    public var createsFolders = false
    /// `--no-clobber`: a file that is there is kept, and a number added to the name of the new one; nil when nothing was said.
    public var keepsFiles: Bool?
    /// `--remove-on-error`
    public var removesOnError = false
    /// `-R`: the file is as old as the answer says.
    public var keepsTime = false
    /// `-D`: where heads go too; `-` for standard output.
    public var headFile: String?
    /// `--raw-output FILE`: where the bytes of the answers go as they came.
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
    /// `--capath`
    public var caFolder: String?
    /// `--ciphers`
    public var ciphers: String?
    /// `--proxy-header`: as ``headers``, for the proxy alone.
    public var proxyHeaders: [String] = []
    /// `--tr-encoding`
    public var asksForTransferCoding = false
    /// `-E`: a file, or `FILE:PASSWORD`.
    public var certificate: String?
    /// `--key`
    public var key: String?
    /// `--pass`
    public var keyPassword: String?
    /// `--compressed`
    public var isCompressed = false
    /// `--raw`: what came stays as it was coded.
    public var keepsCodings = false
    /// Whether the content codings of the answer are taken off.
    public var decodes: Bool { isCompressed && !keepsCodings }
    /// `--http1.1`
    public var onlyHTTP1 = false
    /// `--http0.9`
    public var takesHTTP09 = false
    /// `--http1.0`
    public var speaksHTTP10 = false
    /// `--proto`: the schemes that may be asked for, also by redirects.
    public var schemes: Set<String> = ["http", "https"]
    /// `-4`, `-6`, `--resolve`, `--connect-to`, `--unix-socket`
    public var route = REST.Request.Route()
    /// `--tlsv1.x`
    public var oldestTLS: REST.Request.TLS.Version?
    /// `--tls-max`
    public var newestTLS: REST.Request.TLS.Version?
    /// `--limit-rate` in bytes a second.
    public var bytesPerSecond: Int?
    /// `-y` and `-Y`: the seconds that nothing may come.
    public var idleTimeout: Double?
    /// `--request-target`
    public var requestTarget: String?
    /// `--retry` and what belongs to it.
    public var retry = Retry()
    /// `--links`, `--follow`, `--pages`: where the answer leads; curl knows none of them.
    public var leading = Leading()
    /// `--stream` and what belongs to it: the answer is read as it comes; curl knows none of it.
    public var streaming = Streaming()
    /// What a person should know, in words, that changes nothing.
    public internal(set) var warnings: [String] = []

    /// What is done with the links of an answer.
    public struct Leading: Hashable, Sendable {
        /// `--follow`: the relations to follow, one after the other.
        public var relations: [String] = []
        /// `--with NAME=VALUE`: what stands for the variables of templates and the fields of forms.
        public var values: [String: String] = [:]
        /// `--links`: the links are written in place of the body.
        public var listsLinks = false
        /// `--pages`: the most pages that are joined; nil joins none.
        public var pages: Int?
        /// `--items`: where the items stand in a page; nil for where they are found.
        public var items: String?

        /// Whether any of it was asked for.
        public var isAsked: Bool { !relations.isEmpty || listsLinks || pages != nil }
    }

    /// How an answer without an end is read.
    public struct Streaming: Hashable, Sendable {
        /// `--stream`: each event is a line.
        public var isAsked = false
        /// `--stream-json`: each event is a line of JSON.
        public var isJSON = false
        /// `--count`: after so many events it is over; nil for never.
        public var count: Int?
        /// `--for` in nanoseconds; nil for as long as it comes.
        public var time: Int64?
        /// `--no-reconnect`: an event stream that ends is over.
        public var endsWithConnection = false

        /// The answer is read as any other.
        public init() {}
    }

    /// When a request that failed is sent again.
    public struct Retry: Hashable, Sendable {
        /// `--retry`: how many times.
        public var count = 0
        /// `--retry-delay` in seconds; nil for one that doubles.
        public var delay: Int?
        /// `--retry-max-time` in seconds, after which none begins.
        public var longest: Int?
        /// `--retry-all-errors`
        public var afterAll = false
        /// `--retry-connrefused`
        public var afterRefused = false
    }
    /// `--help`, `-?`
    public var wantsHelp = false

    /// Why the arguments cannot be used.
    public struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
        /// One line.
        public let description: String
        /// curl's exit code.
        public let status: Int32

        /// A problem in words.
        public init(_ description: String, status: Int32 = 2) {
            self.description = description
            self.status = status
        }
    }

    /// Nothing said yet.
    init() {}

    /// Reads the arguments of a program that ask for one URL.
    ///
    /// - Throws: ``Problem`` with what is wrong in one line.
    public init(_ arguments: [String]) throws(Problem) {
        let line = try CurlLine(arguments)
        let transfers = try line.groups[0].transfers()
        // For callers that show one request: who takes several reads a `CurlLine`.
        guard let first = transfers.first, transfers.count == 1, line.groups.count == 1 else {
            throw Problem("one URL at a time")
        }
        self = first
    }

    /// The arguments that ask for a URL and nothing else.
    public init(url: String) { urls = [url] }
}
