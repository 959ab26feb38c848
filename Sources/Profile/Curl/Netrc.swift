import Text

/// Names and passwords by host, as `.netrc` holds them for ftp(1) and curl.
public struct Netrc {
    /// What a host wants to know.
    public struct Login: Hashable, Sendable {
        /// The name.
        public var name = ""
        /// The password.
        public var password = ""
    }

    private var entries: [(host: String?, login: Login)] = []

    /// Reads what stands in the file: `machine HOST login NAME password WORD`, `default`; `macdef` is passed over, a `#`
    /// begins a comment, and what stands in double quotes may hold blanks.
    public init(_ text: String) {
        var isInMacro = false
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            // A macro ends with an empty line.
            if isInMacro {
                isInMacro = !line.allSatisfy(\.isWhitespace)
                continue
            }
            isInMacro = read(line)
        }
    }

    private var expected = Expected.word
    private enum Expected { case word, machine, login, password }

    /// Reads a line; true when a macro begins in it.
    private mutating func read(_ line: Substring) -> Bool {
        var rest = line
        while let word = Self.word(&rest) {
            switch expected {
            // Words may stand on several lines: what is expected is kept from one to the next.
            case .machine: entries.append((word.lowercased(), Login()))
            case .login: if !entries.isEmpty { entries[entries.count - 1].login.name = word }
            case .password: if !entries.isEmpty { entries[entries.count - 1].login.password = word }
            case .word:
                switch word.lowercased() {
                case "machine": expected = .machine
                case "default": entries.append((nil, Login()))
                case "login": expected = .login
                case "password": expected = .password
                // Its lines are commands of ftp, and no words of this file.
                case "macdef": return true
                default: break
                }
                continue
            }
            expected = .word
        }
        return false
    }

    private static func word(_ rest: inout Substring) -> String? {
        rest = rest.drop(while: \.isWhitespace)
        guard let first = rest.first, first != "#" else { return nil }
        guard first == "\"" else {
            let word = rest.prefix { !$0.isWhitespace }
            rest = rest[word.endIndex...]
            return String(word)
        }
        return rest.popQuotedWord(escapes: ["n": "\n", "r": "\r", "t": "\t"])
    }

    /// The login for a host; nil for none.
    /// - Parameter name: that of the URL, whose password is looked for; nil for any.
    public func login(for host: String, named name: String?) -> Login? {
        let fitting = entries.filter { $0.host == nil || $0.host == host.lowercased() }
        // The first that fits, as in curl: `default` stands last by ftp's rules.
        return fitting.first { name == nil || $0.login.name == name || $0.login.name.isEmpty }?.login
    }
}
