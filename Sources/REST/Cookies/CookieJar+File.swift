import Text

/// What a file of cookies holds.
public struct CookieFile: Equatable, Sendable {
    /// The cookies, in the order of the file.
    public var cookies: [Cookie] = []
    /// Lines that are neither cookies nor comments.
    public var passedOver = 0
    /// `Set-Cookie` lines that say what is not to be kept.
    public var refused: [CookieRefusal] = []

    /// In front of a cookie that scripts of a page may not read; no comment.
    private static let hidden = "#HttpOnly_"
    /// In front of a cookie that is switched off, which every other program takes for a comment; and of what Netscape's form
    /// has no column for, which is said of the cookie on the next line.
    private static let off = "#martlet-off\t"
    private static let more = "#martlet\t"

    /// Reads a file: Netscape's form, which curl and browsers write, martlet's own, or the head of an answer with its
    /// `Set-Cookie` lines, which hold for the `Domain` that they name, or for every host.
    ///
    /// - Parameters:
    ///   - now: when the file is read, from which `Max-Age` counts, in seconds since 1970.
    ///   - suffixes: the names under which anybody can have a name; nil where no list is at hand.
    public init(_ text: String, now: Int = Cookie.now, suffixes: @autoclosure () -> PublicSuffixes? = .system) {
        var further = Further()
        // No other character ends a line: a vertical tab would cut a value that is to be refused.
        for line in text.split(whereSeparator: { ["\n", "\r\n", "\r"].contains($0) }) {
            if line.hasPrefix(Self.more) {
                further = Further(line.dropFirst(Self.more.count))
                continue
            }
            let isOff = line.hasPrefix(Self.off)
            if var cookie = Self.cookie(isOff ? line.dropFirst(Self.off.count) : line) {
                if further.isForAll { cookie.domain = "" }
                cookie.isOff = isOff
                cookie.creation = further.creation ?? now
                cookie.sameSite = further.sameSite
                // Who could have set it so is not known; nobody may have it for all of a public suffix (5.7 step 9).
                if cookie.includesSubdomains, !Cookie.isLoopback(cookie.domain),
                    Cookie.isSuffix(cookie.domain, suffixes())
                {
                    cookie.includesSubdomains = false
                }
                do throws(CookieRefusal) {
                    try cookie.checkPrefix(namesPath: true)
                    cookies.append(cookie)
                } catch {
                    refused.append(error)
                }
            } else if let field = Self.header(line) {
                do throws(CookieRefusal) {
                    cookies.append(try Cookie(setBy: field, from: nil, now: now, suffixes: suffixes()))
                } catch {
                    refused.append(error)
                }
            } else if line.first != "#" {
                passedOver += 1
            }
            // It spoke of this one line, whatever that was.
            further = Further()
        }
    }

    /// What martlet knows of a cookie beyond the seven columns: `created=1790000000`, `samesite=Lax`, `hosts=all` for one
    /// whose column of a domain says `unknown`, which could be the name of a host.
    private struct Further {
        var creation: Int?
        var sameSite: Cookie.SameSite?
        var isForAll = false

        init() {}

        init(_ text: Substring) {
            for word in text.split(separator: "\t") {
                let parts = word.split(separator: "=", maxSplits: 1)
                guard parts.count == 2 else { continue }
                switch parts[0] {
                case "created": creation = Int(parts[1]).flatMap { $0 >= 0 ? $0 : nil }
                case "hosts": isForAll = parts[1] == "all"
                case "samesite": sameSite = Cookie.sameSite(String(parts[1]))
                default: break
                }
            }
        }
    }

    /// Seven columns with tabs between them: domain, whether hosts below get it, path, Secure, end, name, value.
    private static func cookie(_ line: Substring) -> Cookie? {
        let isHidden = line.hasPrefix(hidden)
        let line = isHidden ? line.dropFirst(hidden.count) : line
        guard line.first != "#" else { return nil }
        var columns = line.split(separator: "\t", omittingEmptySubsequences: false)
        // A cookie of no value has its last column left out.
        if columns.count == 6 { columns.append("") }
        guard columns.count == 7, let expiry = Int(columns[4]), !(columns[5].isEmpty && columns[6].isEmpty),
            columns[5].utf8.count + columns[6].utf8.count <= Cookie.limit,
            !line.utf8.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F })
        else { return nil }
        let isTrue = { (column: Substring) in column.lowercased() == "true" }
        return Cookie(
            // A dot in front says once more what the second column says.
            String(columns[5]), String(columns[6]), domain: columns[0].drop { $0 == "." }.lowercased(),
            includesSubdomains: isTrue(columns[1]), path: columns[2].first == "/" ? String(columns[2]) : "/",
            isSecure: isTrue(columns[3]), isHTTPOnly: isHidden, expiry: expiry == 0 ? nil : expiry)
    }

    /// `Set-Cookie: name=value; ...` of an answer that was kept; it says not whose it was.
    private static func header(_ line: Substring) -> String? {
        let name = "set-cookie:"
        return line.lowercased().hasPrefix(name) ? String(line.dropFirst(name.count)) : nil
    }

    /// Cookies as a file of Netscape's form, in the order given: those that are switched off are left out.
    public static func text(of cookies: [Cookie]) -> String {
        head + cookies.filter { !$0.isOff }.map { line($0) + "\n" }.joined()
    }

    /// The same with all that is known of each, for who reads it again.
    public static func own(_ cookies: [Cookie]) -> String {
        var text = head
        for cookie in cookies {
            let site = cookie.sameSite.map { "\tsamesite=\($0.rawValue)" } ?? ""
            let hosts = cookie.domain.isEmpty ? "\thosts=all" : ""
            text += "\(more)created=\(cookie.creation)\(site)\(hosts)\n\(cookie.isOff ? off : "")\(line(cookie))\n"
        }
        return text
    }

    private static let head = """
        # Netscape HTTP Cookie File
        # https://curl.se/docs/http-cookies.html
        # This file was written by martlet and can be read by curl.


        """

    private static func line(_ cookie: Cookie) -> String {
        // An end that is 0 says "with the session" here, so what has no end in the file has one of another number.
        let columns = [
            (cookie.isHTTPOnly ? hidden : "") + (cookie.includesSubdomains ? "." : "")
                // As curl writes one that has no domain.
                + (cookie.domain.isEmpty ? "unknown" : cookie.domain),
            cookie.includesSubdomains ? "TRUE" : "FALSE", cookie.path, cookie.isSecure ? "TRUE" : "FALSE",
            "\(cookie.expiry.map { max(1, $0) } ?? 0)", cookie.name, cookie.value,
        ]
        // What is typed or read elsewhere may hold what would be another column or line.
        return columns.map { $0.filter { !["\t", "\n", "\r\n", "\r"].contains($0) } }.joined(separator: "\t")
    }
}

extension CookieJar {
    /// Adds the cookies of a file: see ``CookieFile``.
    ///
    /// - Parameter dropsSession: whether cookies that end with their session are left out.
    @discardableResult
    public func add(file text: String, dropsSession: Bool = false) -> CookieFile {
        add(file: text, dropsSession: dropsSession, now: Cookie.now)
    }

    /// - Parameter now: when the file is read, from which `Max-Age` counts, in seconds since 1970.
    @discardableResult
    func add(file text: String, dropsSession: Bool = false, now: Int) -> CookieFile {
        let file = CookieFile(text, now: now)
        for cookie in file.cookies where !(dropsSession && cookie.expiry == nil) { add(cookie) }
        return file
    }

    /// The cookies as a file of Netscape's form: the oldest first, so that who reads it sends them in the same order.
    public var file: String { CookieFile.text(of: cookies) }
}
