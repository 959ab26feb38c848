import REST
import Text

extension CurlArguments {
    private typealias Flag = any WritableKeyPath<CurlArguments, Bool> & Sendable

    /// Options that are on or off; `--no-` before their name takes them back.
    private static let flags: [String: Flag] = [
        "explain-cache": \.explainsCache, "path-as-is": \.keepsDots, "head": \.asksForHead, "get": \.putsDataIntoQuery,
        "location": \.followsRedirects,
        "insecure": \.isInsecure, "compressed": \.isCompressed, "globoff": \.takesURLAsItIs,
        "junk-session-cookies": \.dropsSessionCookies, "tr-encoding": \.asksForTransferCoding,
    ]

    /// The same of what is done with the answer.
    private static let outputFlags: [String: Flag] = [
        "include": \.showsHeaders, "show-headers": \.showsHeaders, "silent": \.isSilent, "show-error": \.showsErrors,
        "verbose": \.isVerbose, "fail": \.fails, "remote-name-all": \.namesAll,
        "remote-header-name": \.outputIsNamedByAnswer, "create-dirs": \.createsFolders,
        "raw": \.keepsCodings, "remove-on-error": \.removesOnError, "remote-time": \.keepsTime,
        "retry-all-errors": \.retry.afterAll,
        "retry-connrefused": \.retry.afterRefused,
    ]

    private mutating func take(
        _ name: String, of flags: [String: Flag]
    ) -> Bool {
        if let flag = flags[name] {
            self[keyPath: flag] = true
        } else if name.hasPrefix("no-"), let flag = flags[String(name.dropFirst(3))] {
            // After the plain name: `no-clobber` and its like are options of their own.
            self[keyPath: flag] = false
        } else {
            return false
        }
        return true
    }

    /// Takes what says what is sent and how; false when the option is none of that.
    mutating func take(_ option: CurlOption) throws(Problem) -> Bool {
        if take(option.name, of: Self.flags) || takeContent(option) { return true }
        let value = option.value
        switch option.name {
        case "url":
            // Those that follow `--remote-name-all`, as in curl.
            if namesAll { namedURLs.insert(urls.count) }
            urls.append(value)
        case "request": method = value
        case "header": headers.append(value)
        case "user-agent": userAgent = value
        case "referer":
            // curl's own mark behind the URL: each redirect is told where it came from.
            tellsReferer = value.hasSuffix(";auto")
            referer = tellsReferer ? String(value.dropLast(5)) : value
        case "cookie":
            if value.hasPrefix("@") {
                cookieFiles.append(String(value.dropFirst()))
            } else if value.contains("=") {
                // As curl: without an equals sign it is the name of a file.
                cookies.append(value)
            } else {
                cookieFiles.append(value)
            }
        case "range": try take(range: option)
        case "continue-at": try take(continuation: option)
        case "time-cond": timeCondition = value
        case "etag-compare": comparedTag = value
        case "user": user = value
        // What is named beside another one is one of those that may be asked for.
        case "basic": scheme = [nil, .basic].contains(scheme) ? .basic : .any
        case "digest": scheme = [nil, .digest].contains(scheme) ? .digest : .any
        case "anyauth": scheme = .any
        case "oauth2-bearer": bearer = value
        case "aws-sigv4": awsWords = value
        case "netrc": netrc = .required
        case "netrc-optional": netrc = .optional
        case "netrc-file":
            netrcFile = value
            netrc = netrc ?? .required
        case "request-target": requestTarget = value
        default: return try takeTravel(option)
        }
        return true
    }

    private mutating func take(range option: CurlOption) throws(Problem) {
        let value = option.value
        // RFC 9110 14.1.2 knows no range of a number alone; curl mends it so, and warns.
        guard !value.isEmpty, value.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return range = value }
        warnings.append("\(option.shown) \(value): a range has a dash; \(value)- is asked for")
        range = "\(value)-"
    }

    private mutating func take(continuation option: CurlOption) throws(Problem) {
        continuation = option.value == "-" ? .endOfFile : .from(try number(option, from: 0))
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
        case "upload-file": uploads.append(value)
        case "url-query": query.append(value)
        default: return false
        }
        return true
    }

    /// Takes what says how the request travels.
    private mutating func takeTravel(_ option: CurlOption) throws(Problem) -> Bool {
        let value = option.value
        switch option.name {
        case "location-trusted":
            followsRedirects = true
            trustsRedirects = true
        // -1 is without end.
        case "max-redirs": maximumRedirects = try number(option, from: -1)
        case "post301", "post302": keepsMethod = true
        case "proxy": proxy = value
        // Names are looked up by the proxy in both cases here.
        case "socks5", "socks5-hostname": proxy = "socks5://\(value)"
        case "proxy-user": proxyUser = value
        case "noproxy": noProxy = value
        case "proxy-header": proxyHeaders.append(value)
        case "max-time": totalTimeout = try seconds(option)
        case "connect-timeout": connectTimeout = try seconds(option)
        case "speed-time": idleTimeout = Double(try number(option, from: 1))
        case "speed-limit":
            // Whether anything comes at all is looked at, not how fast.
            idleTimeout = try number(option, from: 0) == 0 ? nil : idleTimeout ?? 30
        case "limit-rate": bytesPerSecond = try rate(option)
        case "cacert": ca = value
        case "capath": caFolder = value
        case "ciphers": ciphers = value
        case "cert": certificate = value
        case "key": key = value
        case "pass": keyPassword = value
        case "http0.9": takesHTTP09 = true
        case "no-http0.9": takesHTTP09 = false
        case "http1.0": speaksHTTP10 = true
        // Of these the last that is given holds.
        case "http1.1": (onlyHTTP1, speaksHTTP10) = (true, false)
        case "http2": (onlyHTTP1, speaksHTTP10) = (false, false)
        default: return try takeRoute(option)
        }
        return true
    }

    /// Takes what says where the server is found, and how TLS is spoken with it.
    private mutating func takeRoute(_ option: CurlOption) throws(Problem) -> Bool {
        switch option.name {
        case "proto": schemes = Self.schemes(option.value, from: schemes)
        case "proto-default":
            guard ["http", "https"].contains(option.value.lowercased()) else {
                throw Problem("\(option.written) is neither http nor https", status: 1)
            }
            defaultScheme = option.value.lowercased()
        case "ipv4": route.family = .ipv4
        case "ipv6": route.family = .ipv6
        case "resolve": try take(resolve: option.value)
        case "connect-to":
            if let detour = Self.detour(option.value) {
                route.detours.append(detour)
            } else {
                warnings.append("--connect-to \(option.value): write HOST:PORT:HOST:PORT; nothing is done with it")
            }
        case "unix-socket": route.unixSocket = option.value
        case "interface": route.source = option.value.isEmpty ? nil : option.value
        // The oldest that is spoken, and not the only one.
        case "tlsv1", "tlsv1.0": oldestTLS = .tls10
        case "tlsv1.1": oldestTLS = .tls11
        case "tlsv1.2": oldestTLS = .tls12
        case "tlsv1.3": oldestTLS = .tls13
        case "tls-max":
            switch option.value {
            case "default": newestTLS = nil
            case "1.0": newestTLS = .tls10
            case "1.1": newestTLS = .tls11
            case "1.2": newestTLS = .tls12
            case "1.3": newestTLS = .tls13
            default: throw Problem("\(option.written) is no version of TLS; write 1.0, 1.1, 1.2 or 1.3")
            }
        default: return false
        }
        return true
    }

    /// `=https`, `-all,https`, `http,-https`: a list that sets, adds to or takes from what may be asked.
    private static func schemes(_ text: String, from allowed: Set<String>) -> Set<String> {
        let all: Set<String> = ["http", "https"]
        var allowed = allowed
        for item in text.lowercased().split(separator: ",") {
            let mark = item.first.flatMap { "+-=".contains($0) ? $0 : nil }
            let name = String(mark == nil ? item : item.dropFirst())
            // Schemes that are not spoken here cannot be allowed; naming them is no error.
            let named = name == "all" ? all : all.intersection([name])
            switch mark {
            case "=": allowed = named
            case "-": allowed.subtract(named)
            default: allowed.formUnion(named)
            }
        }
        return allowed
    }

    /// `[+]HOST:PORT:ADDRESS[,ADDRESS]...`; `-HOST:PORT` takes one back.
    private mutating func take(resolve text: String) throws(Problem) {
        let problem = Problem("--resolve \(text): write HOST:PORT:ADDRESS, with * for every host", status: 49)
        // `+` lets an entry time out in curl, whose names live longer than one command; here it changes nothing.
        let mark = text.first
        let parts = text.drop { $0 == "+" || $0 == "-" }.split(
            separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count > 1, !parts[0].isEmpty, let port = Int(parts[1]), (1...65535).contains(port) else {
            throw problem
        }
        let host = parts[0] == "*" ? nil : parts[0].lowercased()
        if mark == "-" { return route.known.removeAll { $0.host == host && $0.port == port } }
        let addresses = parts.count == 3 ? parts[2].split(separator: ",").map(Self.unbracketed) : []
        guard !addresses.isEmpty, addresses.allSatisfy({ IPAddress.bytes($0) != nil }) else { throw problem }
        route.known.append(REST.Request.Route.Known(host: host, port: port, addresses: addresses))
    }

    /// `HOST:PORT:HOST:PORT`, each of which may be empty; hosts may be addresses in brackets.
    private static func detour(_ text: String) -> REST.Request.Route.Detour? {
        var parts = [""]
        var isInBrackets = false
        for character in text {
            // An IPv6 address has colons of its own.
            if character == "[" { isInBrackets = true }
            if character == "]" { isInBrackets = false }
            if character == ":", !isInBrackets {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
        }
        guard parts.count == 4 else { return nil }
        // .some(nil): an empty port means any; nil: it is none.
        func port(_ text: String) -> Int?? {
            if text.isEmpty { return .some(nil) }
            return Int(text).flatMap { (1...65535).contains($0) ? .some($0) : nil }
        }
        guard let from = port(parts[1]), let to = port(parts[3]) else { return nil }
        func host(_ text: String) -> String? { text.isEmpty ? nil : unbracketed(text[...]) }
        return .init(host: host(parts[0]), port: from, newHost: host(parts[2]), newPort: to)
    }

    private static func unbracketed(_ text: Substring) -> String {
        text.first == "[" && text.last == "]" ? String(text.dropFirst().dropLast()) : String(text)
    }

    /// Takes what says what is done with the answer; false when the option is none of that.
    mutating func takeOutput(_ option: CurlOption) throws(Problem) -> Bool {
        if take(option.name, of: Self.outputFlags) { return true }
        let value = option.value
        switch option.name {
        case "fail-with-body":
            fails = true
            writesBodyOfFailures = true
        case "output": outputs.append(.file(value))
        case "remote-name": outputs.append(.namedByURL)
        case "output-dir": outputFolder = value
        case "clobber": keepsFiles = false
        case "no-clobber": keepsFiles = true
        case "dump-header": headFile = value
        case "cookie-jar": cookieJar = value
        case "etag-save": savedTag = value
        case "raw-output": rawOutput = value
        case "write-out": format = value
        case "max-filesize": maximumSize = try number(option, from: 1)
        case "create-file-mode":
            // As in curl: it is for the files that sftp, scp and file make.
            guard Int(value, radix: 8).map({ (0...0o777).contains($0) }) == true else {
                throw Problem("\(option.written) is no mode; write it in octal, as 0644")
            }
        case "links": leading.listsLinks = true
        case "follow":
            let names = value.split(separator: ",").map { String($0) }
            guard !names.isEmpty else { throw Problem("--follow wants relations: --follow items,next") }
            leading.relations += names
        case "with":
            let parts = value.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty else {
                throw Problem("--with \(value) is no NAME=VALUE of a template or a form")
            }
            leading.values[String(parts[0])] = String(parts[1])
        case "stream", "stream-json", "no-reconnect", "count", "for": try take(streaming: option)
        case "pages": leading.pages = try number(option, from: 1)
        case "items": leading.items = value
        case "retry": retry.count = try number(option, from: 0)
        case "retry-delay": retry.delay = try number(option, from: 0, to: Self.longestWait)
        case "retry-max-time": retry.longest = try number(option, from: 0, to: Self.longestWait)
        default: return Self.isSoAnyway(option.name)
        }
        return true
    }

    /// What is so in any case, or has nothing here that it could change.
    private static func isSoAnyway(_ name: String) -> Bool {
        [
            "no-buffer", "progress-bar", "progress-meter", "no-progress-meter", "disable", "styled-output",
            "no-styled-output", "tcp-nodelay", "tcp-fastopen", "keepalive", "no-keepalive", "keepalive-time",
            "sessionid", "no-sessionid", "happy-eyeballs-timeout-ms", "expect100-timeout", "trace-time", "alpn",
            "no-alpn", "npn", "no-npn", "ssl", "ssl-reqd", "post303", "no-fail-early",
        ].contains(name)
    }

    /// The most seconds between two tries: no clock that they are added to overflows.
    private static let longestWait = Int(Int32.max)

    private func number(_ option: CurlOption, from least: Int, to most: Int = .max) throws(Problem) -> Int {
        guard let number = Int(option.value), number >= least, number <= most else {
            throw Problem("\(option.written) is not a number from \(least) \(most == .max ? "up" : "to \(most)")")
        }
        return number
    }

    private func seconds(_ option: CurlOption) throws(Problem) -> Double {
        guard let number = Double(option.value), number >= 0, number.isFinite else {
            throw Problem("\(option.written) is not a number of seconds")
        }
        return number
    }

    /// `500`, `10k`, `2M`, `1G`, in units of 1024; nil for none.
    private func rate(_ option: CurlOption) throws(Problem) -> Int? {
        let digits = option.value.prefix { $0.isASCII && $0.isNumber }
        let units = ["": 1, "b": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30]
        guard let number = Int(digits), let unit = units[option.value.dropFirst(digits.count).lowercased()],
            !number.multipliedReportingOverflow(by: unit).overflow
        else { throw Problem("\(option.written) is no rate; write bytes a second, as 500, 10k or 2M") }
        // 0 is no limit, as in curl.
        return number == 0 ? nil : number * unit
    }
}
