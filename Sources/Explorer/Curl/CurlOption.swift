/// One option of curl(1): its long name, and its value if it takes one.
struct CurlOption: Equatable {
    /// The long name without dashes; the option as written when it is not known.
    var name: String
    /// The value.
    var value: String
    /// As it was written, for the list of what was ignored.
    var written: String

    /// Reads the words after `curl`: options in order, and what is no option.
    static func read(_ words: some Sequence<String>) -> (options: [CurlOption], arguments: [String]) {
        var options: [CurlOption] = []
        var arguments: [String] = []
        var rest = Array(words)[...]
        var isOver = false
        while let word = rest.popFirst() {
            if isOver || word == "-" || !word.hasPrefix("-") {
                arguments.append(word)
            } else if word == "--" {
                isOver = true
            } else if word.hasPrefix("--") {
                options.append(long(word, &rest))
            } else {
                short(word, &rest, &options)
            }
        }
        return (options, arguments)
    }

    private static func long(_ word: String, _ rest: inout ArraySlice<String>) -> CurlOption {
        let name = String(word.dropFirst(2))
        if withValue.contains(name), let value = rest.popFirst() {
            return CurlOption(name: name, value: value, written: "\(word) \(value)")
        }
        return CurlOption(name: name, value: "", written: word)
    }

    /// `-sSLkX POST`, `-XPOST`, `-H'a: b'`: letters together, the value in the rest of the word or in the next.
    private static func short(_ word: String, _ rest: inout ArraySlice<String>, _ options: inout [CurlOption]) {
        var letters = word.dropFirst()
        while let letter = letters.popFirst() {
            let name = letterNames[letter] ?? "-\(letter)"
            guard withValue.contains(name) else {
                let option = CurlOption(name: name, value: "", written: "-\(letter)")
                // Said twice in a row it means no more than once.
                if options.last != option { options.append(option) }
                continue
            }
            let value = letters.isEmpty ? rest.popFirst() ?? "" : String(letters)
            options.append(CurlOption(name: name, value: value, written: "-\(letter) \(value)"))
            return
        }
    }

    /// The long names of letters; those that only say how curl prints are left to be told as they were written.
    private static let letterNames: [Character: String] = [
        "A": "user-agent", "b": "cookie", "B": "use-ascii", "c": "cookie-jar", "C": "continue-at", "d": "data",
        "D": "dump-header", "e": "referer", "E": "cert", "f": "fail", "F": "form", "g": "globoff", "G": "get",
        "H": "header", "i": "include", "I": "head", "j": "junk-session-cookies", "J": "remote-header-name",
        "k": "insecure", "K": "config", "L": "location", "m": "max-time", "n": "netrc", "N": "no-buffer",
        "o": "output", "O": "remote-name", "p": "proxytunnel", "P": "ftp-port", "q": "disable", "Q": "quote",
        "r": "range", "R": "remote-time", "s": "silent", "S": "show-error", "t": "telnet-option", "T": "upload-file",
        "u": "user", "U": "proxy-user", "v": "verbose", "w": "write-out", "x": "proxy", "X": "request",
        "y": "speed-time", "Y": "speed-limit", "z": "time-cond", "Z": "parallel", "#": "progress-bar",
        "0": "http1.0", "1": "tlsv1", "2": "sslv2", "3": "sslv3", "4": "ipv4", "6": "ipv6",
    ]

    /// The long names that take a value.
    private static let withValue: Set<String> = [
        "abstract-unix-socket", "alt-svc", "aws-sigv4", "cacert", "capath", "cert", "cert-type", "ciphers", "config",
        "connect-timeout", "connect-to", "continue-at", "cookie", "cookie-jar", "crlfile", "curves", "data",
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
