import Glibc
import Text

extension CookieJar {
    /// Adds the cookies of a file: Netscape's form, which curl and browsers write, or the head of an answer with its
    /// `Set-Cookie` lines, which hold for the `Domain` that they name, or for every host. Lines that are neither are
    /// passed over.
    ///
    /// - Parameter dropsSession: whether cookies that end with their session are left out.
    public func add(file text: String, dropsSession: Bool = false) {
        add(file: text, dropsSession: dropsSession, now: time(nil))
    }

    /// - Parameter now: when the file is read, from which `Max-Age` counts, in seconds since 1970.
    func add(file text: String, dropsSession: Bool = false, now: Int) {
        for line in text.split(whereSeparator: \.isNewline) {
            guard let cookie = Self.cookie(line) ?? Self.header(line, now) else { continue }
            if dropsSession, cookie.expiry == nil { continue }
            add(cookie)
        }
    }

    /// Seven columns with tabs between them; `#HttpOnly_` in front is no comment.
    private static func cookie(_ line: Substring) -> Cookie? {
        let mark = "#HttpOnly_"
        let isHidden = line.hasPrefix(mark)
        let line = isHidden ? line.dropFirst(mark.count) : line
        guard line.first != "#" else { return nil }
        var columns = line.split(separator: "\t", omittingEmptySubsequences: false)
        // A cookie of no value has its last column left out.
        if columns.count == 6 { columns.append("") }
        guard columns.count == 7, let expiry = Int(columns[4]), !columns[5].isEmpty else { return nil }
        let isTrue = { (column: Substring) in column.lowercased() == "true" }
        return Cookie(
            String(columns[5]), String(columns[6]), domain: columns[0].drop { $0 == "." }.lowercased(),
            includesSubdomains: isTrue(columns[1]), path: String(columns[2]), isSecure: isTrue(columns[3]),
            isHTTPOnly: isHidden, expiry: expiry == 0 ? nil : expiry)
    }

    /// `Set-Cookie: name=value; ...` of an answer that was kept; it says not whose it was.
    private static func header(_ line: Substring, _ now: Int) -> Cookie? {
        let name = "set-cookie:"
        guard line.lowercased().hasPrefix(name) else { return nil }
        return Cookie(String(line.dropFirst(name.count)), from: nil, now: now)
    }

    /// The cookies as a file of Netscape's form, as curl writes it: the youngest first.
    public var file: String {
        var text = """
            # Netscape HTTP Cookie File
            # https://curl.se/docs/http-cookies.html
            # This file was written by martlet and can be read by curl.


            """
        for cookie in cookies.reversed() {
            let columns = [
                (cookie.isHTTPOnly ? "#HttpOnly_" : "") + (cookie.includesSubdomains ? "." : "")
                    + (cookie.domain.isEmpty ? "unknown" : cookie.domain),
                cookie.includesSubdomains ? "TRUE" : "FALSE", cookie.path, cookie.isSecure ? "TRUE" : "FALSE",
                "\(cookie.expiry ?? 0)", cookie.name, cookie.value,
            ]
            text += columns.joined(separator: "\t") + "\n"
        }
        return text
    }
}
