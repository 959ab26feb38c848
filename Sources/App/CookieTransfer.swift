public import Files
public import REST
import Text

/// Files of cookies that other programs read and write: Netscape's form.
public enum CookieTransfer {
    private static let maximumSize = 32 << 20

    /// What a file has brought.
    public struct Taken: Equatable, Sendable {
        /// Cookies that are in the jar now.
        public var taken = 0
        /// Those that are over, and those that name no host.
        public var left = 0
        /// Lines that are no cookies.
        public var passedOver = 0

        init(passedOver: Int = 0) { self.passedOver = passedOver }

        /// In one line.
        public func words(_ path: String) -> String {
            var words = "Took \(taken) \(taken == 1 ? "cookie" : "cookies") of \(path)"
            if left > 0 { words += "; \(left) left out, over or without a host" }
            if passedOver > 0 { words += "; \(passedOver) \(passedOver == 1 ? "line is" : "lines are") no cookie" }
            return words
        }
    }

    /// Takes the cookies of a file into a jar. Waits for the disk.
    public static func take(_ path: String, into jar: CookieJar) throws(FileFailure) -> Taken {
        let bytes = try WholeFile.read(path == "-" ? "/dev/stdin" : HomePath.expanded(path), limit: maximumSize)
        let file = CookieFile(String(decoding: bytes, as: UTF8.self))
        var taken = Taken(passedOver: file.passedOver + file.refused.count)
        let now = Cookie.now
        for cookie in file.cookies {
            // One for every host would be told to whomever is asked next.
            // "unknown" is what curl writes for a cookie without a host.
            if cookie.isOver(at: now) || cookie.domain.isEmpty || cookie.domain == "unknown" {
                taken.left += 1
            } else {
                jar.add(cookie)
                taken.taken += 1
            }
        }
        return taken
    }

    /// Writes cookies, without those that are switched off, for their owner alone. Waits for the disk.
    public static func write(_ cookies: [Cookie], to path: String) throws(FileFailure) {
        try WholeFile.replace(HomePath.expanded(path), with: Array(CookieFile.text(of: cookies).utf8), for: .owner)
    }
}
