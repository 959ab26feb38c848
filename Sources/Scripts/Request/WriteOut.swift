import Glibc
public import REST
import Text

/// What `-w` writes after a transfer: curl's variables and escapes.
public struct WriteOut: Sendable {
    /// What became of the request, good or bad; nil when nothing was sent.
    public var exchange: Exchange?
    /// The URL as it was given.
    public var url: String
    /// The file written to; empty for standard output.
    public var filename = ""
    /// The code that the program ends with.
    public var exitCode: Int32 = 0
    /// How many transfers came before it.
    public var number = 0
    /// The line that says what failed; empty when nothing did.
    public var message = ""

    /// What to write about an exchange.
    public init(exchange: Exchange?, url: String) {
        self.exchange = exchange
        self.url = url
    }

    /// A stretch of what is written, and where it goes.
    public enum Piece: Hashable, Sendable {
        /// To standard output.
        case output(String)
        /// To standard error, behind `%{stderr}`.
        case error(String)
    }

    /// The format with its variables put in, in the stretches that `%{stderr}` and `%{stdout}` make.
    public func pieces(_ format: String) -> [Piece] {
        var pieces: [Piece] = []
        var rest = format[...]
        var isError = false
        while !rest.isEmpty {
            let marks = ["%{stderr}", "%{stdout}"].compactMap { rest.firstRange(of: $0) }
            let mark = marks.min { $0.lowerBound < $1.lowerBound }
            let piece = String(rest[..<(mark?.lowerBound ?? rest.endIndex)])
            if !piece.isEmpty { pieces.append(isError ? .error(text(piece)) : .output(text(piece))) }
            guard let mark else { break }
            isError = rest[mark] == "%{stderr}"
            rest = rest[mark.upperBound...]
        }
        return pieces
    }

    /// Seconds from now until a date; nil when the text is none.
    public static func secondsUntil(_ text: String) -> Double? {
        LenientDate.seconds(text).map { Double($0 - time(nil)) }
    }

    /// The format with its variables put in. A variable that is not known is left out, as in curl.
    public func text(_ format: String) -> String {
        var text = ""
        var rest = Array(format.unicodeScalars)[...]
        while let scalar = rest.popFirst() {
            if scalar == "\\", let next = rest.first {
                switch next {
                case "n": text += "\n"
                case "r": text += "\r"
                case "t": text += "\t"
                // curl leaves an escape that it does not know as it stands.
                default: text += "\\" + String(next)
                }
                rest = rest.dropFirst()
            } else if scalar == "%", rest.first == "%" {
                text += "%"
                rest = rest.dropFirst()
            } else if scalar == "%", rest.first == "{", let end = rest.firstIndex(of: "}") {
                var name = String.UnicodeScalarView()
                name.append(contentsOf: rest[(rest.startIndex + 1)..<end])
                rest = rest[(end + 1)...]
                let word = String(name)
                // Only when it failed: the rest is left away otherwise, as curl does.
                if word == "onerror", exitCode == 0 { return text }
                text += value(word) ?? ""
            } else if scalar == "%", rest.starts(with: "header{".unicodeScalars), let end = rest.firstIndex(of: "}") {
                var name = String.UnicodeScalarView()
                name.append(contentsOf: rest[(rest.startIndex + 7)..<end])
                rest = rest[(end + 1)...]
                text += exchange?.response?.fields[String(name)] ?? ""
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    private static let numbers = [
        "http_code", "response_code", "num_redirects", "num_connects", "size_download", "size_upload", "size_header",
        "size_request", "speed_download", "speed_upload", "remote_port", "local_port", "exitcode", "urlnum",
        "num_headers", "time_namelookup",
        "time_connect", "time_appconnect", "time_pretransfer", "time_starttransfer", "time_redirect", "time_total",
    ]
    private static let texts = [
        "method", "scheme", "http_version", "url", "url_effective", "redirect_url", "content_type", "remote_ip",
        "local_ip", "filename_effective", "errormsg",
    ]

    private func value(_ name: String) -> String? {
        switch name {
        case "json":
            let numbers = Self.numbers.map { "\"\($0)\":\(self.number($0) ?? "null")" }
            let texts = Self.texts.map { "\"\($0)\":\(self.value($0).map(JSONString.quoted) ?? "null")" }
            return "{\((texts + numbers).sorted().joined(separator: ","))}"
        case "header_json":
            var lines: [(name: String, values: [String])] = []
            for field in exchange?.response?.fields ?? [] {
                let name = field.name.lowercased()
                // A field that comes twice has both values in one list, as in curl.
                if let place = lines.firstIndex(where: { $0.name == name }) {
                    lines[place].values.append(field.value)
                } else {
                    lines.append((name, [field.value]))
                }
            }
            return "{"
                + lines.map {
                    "\(JSONString.quoted($0.name)):[\($0.values.map(JSONString.quoted).joined(separator: ","))]"
                }.joined(separator: ",\n") + "\n}"
        case "http_code", "response_code":
            // Three digits always: 000 when nothing was answered.
            return String(String(1000 + (exchange?.response?.status ?? 0)).suffix(3))
        // Of the answer of a proxy to CONNECT, the last where there were several.
        case "http_connect":
            let status = exchange?.hops.compactMap { $0.connection?.tunnel?.response?.status }.last
            return String(String(1000 + (status ?? 0)).suffix(3))
        case let name where Self.numbers.contains(name): return number(name)
        default: return word(name)
        }
    }

    private func word(_ name: String) -> String? {
        let hop = exchange?.hop
        switch name {
        case "url": return url
        case "url_effective": return hop?.url ?? url
        case "method": return hop?.sent.method
        case "scheme": return hop.map { $0.url.hasPrefix("https") ? "https" : "http" }
        case "http_version": return exchange?.response.map { String($0.version.drop { $0 != "/" }.dropFirst()) } ?? "0"
        case "content_type": return exchange?.response?.fields["content-type"]
        // Where it would have gone without `-L`.
        case "redirect_url": return hop?.redirectURL
        case "remote_ip": return hop?.connection.map { Self.split($0.remoteAddress).host }
        case "local_ip": return hop?.connection.map { Self.split($0.localAddress).host }
        case "filename_effective": return filename
        case "errormsg": return message.isEmpty ? nil : message
        default: return nil
        }
    }

    private func number(_ name: String) -> String? {
        let hops = exchange?.hops ?? []
        let hop = hops.last
        let times = hop?.timings
        switch name {
        case "http_code", "response_code": return "\(exchange?.response?.status ?? 0)"
        case "num_redirects":
            // As curl, which goes on to the same place when it is asked who it is.
            return "\(hops.filter { if case .redirect = $0.cause { true } else { $0.cause == .challenge } }.count)"
        case "num_connects": return "\(hops.filter { $0.connection?.isReused == false }.count)"
        case "size_download": return "\(exchange?.response?.bodySize ?? 0)"
        case "size_upload": return "\(hop?.sent.bodySize ?? 0)"
        // curl counts the heads of redirects and of 1xx as well.
        case "size_header": return "\(hops.reduce(0) { $0 + Self.headSize($1.response) })"
        case "size_request": return "\(hops.reduce(0) { $0 + $1.sent.size })"
        case "speed_download": return speed(exchange?.response?.bodySize ?? 0)
        case "speed_upload": return speed(hop?.sent.bodySize ?? 0)
        case "remote_port": return hop?.connection.map { Self.split($0.remoteAddress).port } ?? "0"
        case "local_port": return hop?.connection.map { Self.split($0.localAddress).port } ?? "0"
        case "exitcode": return "\(exitCode)"
        case "urlnum": return "\(number)"
        case "num_headers": return "\(exchange?.response?.fields.count ?? 0)"
        // An address needs no look-up: then it is the moment when the connection is begun.
        case "time_namelookup": return Self.seconds(times?.nameLookup?.end ?? times?.connect?.start)
        case "time_connect": return Self.seconds(times?.connect?.end)
        case "time_appconnect": return Self.seconds(times?.tls?.end)
        case "time_pretransfer": return Self.seconds(times?.send?.start)
        case "time_starttransfer": return Self.seconds(times?.firstByte)
        case "time_redirect": return Self.seconds(hops.count > 1 ? times?.start : nil)
        case "time_total": return Self.seconds(exchange?.duration)
        default: return nil
        }
    }

    private static func headSize(_ response: Response?) -> Int {
        guard let response else { return 0 }
        return response.informational.reduce(response.head.count + response.trailerSection.count) { $0 + $1.head.count }
    }

    private func speed(_ bytes: Int) -> String {
        guard let duration = exchange?.duration, duration > 0 else { return "0" }
        // A few bytes in a nanosecond are more than a number holds.
        return "\(Int(exactly: (Double(bytes) / (Double(duration) / 1e9)).rounded(.down)) ?? .max)"
    }

    /// What has no time took none.
    private static func seconds(_ nanoseconds: Int64?) -> String {
        TimeSpelling.seconds(nanoseconds ?? 0)
    }

    private static func split(_ address: String) -> (host: String, port: String) {
        // The last one: an IPv6 address has colons of its own.
        guard let colon = address.lastIndex(of: ":") else { return (address, "0") }
        return (address[..<colon].filter { $0 != "[" && $0 != "]" }, String(address[address.index(after: colon)...]))
    }
}
