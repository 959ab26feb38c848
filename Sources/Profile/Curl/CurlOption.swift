/// One option of curl(1), or an argument that is none and means a URL.
struct CurlOption: Equatable {
    /// What is wrong with how it was written.
    enum Flaw: Hashable {
        /// It wants a value and has none.
        case noValue
        /// It was given a value and takes none.
        case surplusValue
    }

    /// The long name without dashes, `url` for an argument; as written when nothing is called that.
    var name: String
    /// The value; empty for none.
    var value = ""
    /// The option as it was written, without its value: `-X`, `--request`.
    var shown: String
    /// What is wrong with it; nil when nothing is.
    var flaw: Flaw?

    /// The option and its value as they were written, for the list of what was ignored.
    var written: String { value.isEmpty ? shown : "\(shown) \(value)" }

    /// Whether curl knows it.
    var isOfCurl: Bool { Self.withValue.contains(name) || Self.letterNames.values.contains(name) }

    /// - Throws: what is wrong with how it was written.
    func check() throws(CurlArguments.Problem) {
        switch flaw {
        case .noValue: throw CurlArguments.Problem("\(shown) wants a value")
        case .surplusValue: throw CurlArguments.Problem("\(shown) takes no value")
        case nil: break
        }
    }

    /// Reads the words after `curl`, in their order.
    ///
    /// - Parameter own: long names that take a value here and not in curl.
    static func read(_ words: some Sequence<String>, own: Set<String> = []) -> [CurlOption] {
        var options: [CurlOption] = []
        var rest = Array(words)[...]
        var isOver = false
        while let word = rest.popFirst() {
            if isOver || word == "-" || !word.hasPrefix("-") {
                options.append(CurlOption(name: "url", value: word, shown: ""))
            } else if word == "--" {
                isOver = true
            } else if word.hasPrefix("--") {
                options.append(long(word, &rest, own))
            } else {
                short(word, &rest, &options)
            }
        }
        return options
    }

    /// Reads one line of a file of options: a word, and a value that belongs to its last option.
    ///
    /// - Returns: the options, and whether the value belongs to none of them.
    static func read(
        line word: String, _ value: String?, own: Set<String> = []
    ) -> (options: [CurlOption], hasSurplus: Bool) {
        var options: [CurlOption] = []
        var rest = (value.map { [$0] } ?? [])[...]
        // Alone they are no options, and here nothing is a URL that does not say so.
        if word == "-" || word == "--" { return ([], true) }
        if word.hasPrefix("--") { options.append(long(word, &rest, own)) } else { short(word, &rest, &options) }
        return (options, !rest.isEmpty)
    }

    /// `--request POST`, and `--request=POST`, which curl does not know but people write.
    private static func long(_ word: String, _ rest: inout ArraySlice<String>, _ own: Set<String>) -> CurlOption {
        let equals = word.firstIndex(of: "=")
        let name = String(word[..<(equals ?? word.endIndex)].dropFirst(2))
        let joined = equals.map { String(word[word.index(after: $0)...]) }
        var option = CurlOption(name: name, shown: "--\(name)")
        if withValue.contains(name) || own.contains(name) {
            option.take(joined ?? rest.popFirst())
        } else if let joined {
            option.value = joined
            option.flaw = .surplusValue
        }
        return option
    }

    /// `-sSLkX POST`, `-XPOST`, `-H'a: b'`: letters together, the value in the rest of the word or in the next.
    private static func short(_ word: String, _ rest: inout ArraySlice<String>, _ options: inout [CurlOption]) {
        // Flags may stand together, the last with its value: `-sSLo file`.
        var letters = word.dropFirst()
        while let letter = letters.popFirst() {
            var option = CurlOption(name: letterNames[letter] ?? "-\(letter)", shown: "-\(letter)")
            guard withValue.contains(option.name) else {
                // Said twice in a row it means no more than once.
                if options.last != option || option.name == "remote-name" { options.append(option) }
                continue
            }
            // What is left of the word is the value, whatever it looks like: -XPOST, -ooutput.
            option.take(letters.isEmpty ? rest.popFirst() : String(letters))
            options.append(option)
            return
        }
    }

    private mutating func take(_ value: String?) {
        self.value = value ?? ""
        if value == nil { flaw = .noValue }
    }

    /// The long names of letters.
    private static let letterNames: [Character: String] = [
        "A": "user-agent", "b": "cookie", "B": "use-ascii", "c": "cookie-jar", "C": "continue-at", "d": "data",
        "D": "dump-header", "e": "referer", "E": "cert", "f": "fail", "F": "form", "g": "globoff", "G": "get",
        "H": "header", "i": "include", "I": "head", "j": "junk-session-cookies", "J": "remote-header-name",
        "k": "insecure", "K": "config", "L": "location", "m": "max-time", "n": "netrc", "N": "no-buffer",
        "o": "output", "O": "remote-name", "p": "proxytunnel", "P": "ftp-port", "q": "disable", "Q": "quote",
        "r": "range", "R": "remote-time", "s": "silent", "S": "show-error", "t": "telnet-option", "T": "upload-file",
        "u": "user", "U": "proxy-user", "v": "verbose", "w": "write-out", "x": "proxy", "X": "request",
        "y": "speed-time", "Y": "speed-limit", "z": "time-cond", "Z": "parallel", "#": "progress-bar",
        "?": "help", ":": "next", "0": "http1.0", "1": "tlsv1", "2": "sslv2", "3": "sslv3", "4": "ipv4", "6": "ipv6",
    ]

    /// The long names that take a value.
    private static let withValue: Set<String> = [
        "abstract-unix-socket", "alt-svc", "aws-sigv4", "cacert", "capath", "cert", "cert-type", "ciphers", "config",
        "connect-timeout", "connect-to", "continue-at", "cookie", "cookie-jar", "create-file-mode", "crlfile", "curves",
        "data",
        "data-ascii", "data-binary", "data-raw", "data-urlencode", "delegation", "dns-interface", "dns-ipv4-addr",
        "dns-ipv6-addr", "dns-servers", "doh-url", "dump-header", "egd-file", "engine", "etag-compare", "etag-save",
        "expect100-timeout", "form", "form-string", "ftp-account", "ftp-port", "happy-eyeballs-timeout-ms", "header",
        "hostpubmd5", "hsts", "interface", "json", "keepalive-time", "key", "key-type", "krb", "libcurl",
        "limit-rate", "local-port", "login-options", "mail-auth", "mail-from", "mail-rcpt", "max-filesize",
        "max-redirs", "max-time", "netrc-file", "noproxy", "oauth2-bearer", "output", "output-dir", "parallel-max",
        "pass", "pinnedpubkey", "preproxy", "proto", "proto-default", "proto-redir", "proxy", "proxy-cacert",
        "proxy-capath", "proxy-cert", "proxy-header", "proxy-key", "proxy-pass", "proxy-user", "proxy1.0", "pubkey",
        "quote", "random-file", "range", "rate", "referer", "request", "request-target", "resolve", "retry",
        "retry-delay", "retry-max-time", "service-name", "socks4", "socks4a", "socks5", "socks5-hostname",
        "speed-limit", "speed-time", "stderr", "telnet-option", "time-cond", "tls-max", "tls13-ciphers",
        "tlsauthtype", "tlspassword", "tlsuser", "trace", "trace-ascii", "unix-socket", "upload-file", "url",
        "url-query", "user", "user-agent", "variable", "write-out",
    ]
}
