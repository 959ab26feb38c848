import App
import Files
import Glibc
import Interface
import Kit
import MQTT
import NcursesTerminal
import Opener
import Payloads
import Profile
import REST
import Scripts
import Terminal

/// Looks at what martlet works with and keeps a line of each thing.
struct Doctor {
    /// What a line means for who reads it.
    enum Finding: String {
        case ok, note, problem
    }

    private var rows: [(finding: Finding, subject: String, words: String)] = []
    private var brokers = 0

    /// Whether something does not work.
    var hasProblem: Bool { rows.contains { $0.finding == .problem } }

    /// All lines, below each other.
    var report: String {
        let width = rows.map(\.subject.count).max() ?? 0
        return rows.map { row in
            let subject = row.subject + String(repeating: " ", count: width - row.subject.count)
            let finding = row.finding.rawValue + String(repeating: " ", count: 7 - row.finding.rawValue.count)
            return "\(finding)  \(subject)  \(visible(row.words))"
        }.joined(separator: "\n")
    }

    private mutating func add(_ finding: Finding, _ subject: String, _ words: String) {
        rows.append((finding, subject, words))
    }

    // MARK: - The machine

    mutating func lookAtSystem() {
        var name = utsname()
        let system =
            uname(&name) == 0
            ? "\(Self.text(of: name.sysname)) \(Self.text(of: name.release)) \(Self.text(of: name.machine))" : "unknown"
        add(.ok, "martlet", "\(ProgramVersion.words), on \(system)")
        // What the screen will do: the variables alone do not say whether the system has such a locale.
        setlocale(LC_ALL, "")
        let code = nl_langinfo(Int32(CODESET)).map { String(cString: $0) } ?? ""
        // In this order they hold (POSIX, 8.2).
        let said = ["LC_ALL", "LC_CTYPE", "LANG"].first { Script.variable($0) != nil }
        let origin = said.map { "\($0)=\(Script.variable($0) ?? "")" } ?? "nothing set"
        if code == "UTF-8" {
            add(.ok, "locale", "UTF-8 (\(origin))")
        } else {
            add(.problem, "locale", "\(code) (\(origin)): lines and letters become ASCII; export LANG=C.UTF-8")
        }
    }

    mutating func lookAtTerminal() {
        guard isatty(STDOUT_FILENO) == 1, isatty(STDIN_FILENO) == 1 else {
            return add(.note, "terminal", "none here: the explorer needs one, the verbs for scripts do not")
        }
        let facts = TerminalFacts(STDOUT_FILENO)
        let names = ["TERM", "COLORTERM", "NO_COLOR", "TERM_PROGRAM", "TMUX", "STY", "SSH_TTY"].filter {
            Script.variable($0) != nil
        }
        let unset = Script.variable("TERM") == nil ? "TERM is not set " : ""
        let said =
            unset
            + names.map { name in
                // Paths of sockets say nothing but that they are there.
                ["TMUX", "STY", "SSH_TTY"].contains(name) ? name : "\(name)=\(Script.variable(name) ?? "")"
            }.joined(separator: " ")
        let size = "\(facts.size.width)x\(facts.size.height)"
        if !facts.isAddressable {
            add(
                .problem, "terminal",
                "\(said): no cursor can be moved there; set TERM to what it is, xterm-256color for most")
        } else if !facts.isKnown {
            add(.note, "terminal", "\(said): the system has no description of it; it is taken for one like xterm")
        } else if facts.size.width < Window.smallest.width || facts.size.height < Window.smallest.height {
            add(.problem, "terminal", "\(size): at least \(Window.smallest.width)x\(Window.smallest.height) are needed")
        } else {
            add(.ok, "terminal", "\(size), \(said)")
        }
        let more =
            facts.isAddressable
            ? "COLORTERM=truecolor says more, where it is so"
            : Script.variable("TERM").map { "TERM=\($0) has none" } ?? "TERM is not set"
        let why = Script.variable("NO_COLOR") != nil ? "NO_COLOR is set" : more
        switch facts.colors {
        case .none: add(.note, "colours", "none: \(why)")
        case .ansi8: add(.note, "colours", "8: \(why)")
        case .ansi16: add(.note, "colours", "16: \(why)")
        case .indexed256: add(.ok, "colours", "256; \(why)")
        case .trueColor: add(.ok, "colours", "24 bits")
        }
    }

    // MARK: - Files

    mutating func lookAtProfile(_ options: ProfileOptions) {
        guard let place = options.found else { return add(.problem, "profile", ProfileOptions.homeless) }
        let file = ProfileFile(place.path, isOwnFolder: place.isOwnFolder)
        switch file.state {
        case .absent: add(.ok, "profile", "\(file.path): no file yet")
        case .unreadable(let failure): add(.problem, "profile", "\(failure)")
        case .damaged: add(.problem, "profile", "\(file.path) is damaged; martlet profile check says where")
        case .newer(let version):
            add(.note, "profile", "\(file.path) is of a newer martlet (version \(version)): read only")
        case .read(let problems):
            let settings = SettingsCheck.problems(of: file.base.settings)
            let count = problems.filter { $0.weight == .error }.count + settings.count
            let words = count == 0 ? "" : ": \(Figures.count(count, "problem")); martlet profile check tells them"
            add(count == 0 ? .ok : .problem, "profile", file.path + words)
        }
        for warning in file.warnings { add(.note, "profile", warning) }
        let preset = KeyPreset(named: file.base.settings.keyPreset) ?? .vim
        let changes = file.base.settings.keys.values.reduce(0) { $0 + $1.count }
        add(.ok, "keys", "\(preset.rawValue), \(changes) changed; martlet keys --listen shows what the terminal sends")
    }

    mutating func lookAtFolders() {
        let themes = ThemeFolder.standard
        guard let history = HistoryFile.ofPerson else {
            add(.note, "themes", "there is no home folder: none of your own")
            return add(.problem, "state", "there is no home folder: set $HOME, or no history is kept")
        }
        add(.ok, "themes", "\(themes.path): \(themes.names.count) of your own")
        var folder = FilePath.folder(of: history.path)
        let wanted = folder
        // What is not there yet will be made in the first folder above it that is.
        while access(folder, F_OK) != 0, folder != "/", !folder.isEmpty { folder = FilePath.folder(of: folder) }
        if access(folder, W_OK) == 0 {
            add(.ok, "state", wanted)
        } else {
            add(
                .problem, "state",
                "\(folder) cannot be written: no history is kept; its mode or $XDG_STATE_HOME may be wrong")
        }
    }

    // MARK: - Networks and programs

    /// Where the authorities of the common systems lie.
    private static let roots = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"]

    mutating func lookAtNetwork() {
        if let path = Self.roots.first(where: { access($0, R_OK) == 0 }) {
            let count =
                (try? WholeFile.lines(of: path, limit: 16 << 20))?.count { $0.hasPrefix("-----BEGIN CERT") } ?? 0
            add(count == 0 ? .problem : .ok, "TLS roots", "\(path): \(count) authorities")
        } else {
            add(.problem, "TLS roots", "none found: install ca-certificates, or name a file with --cafile")
        }
        add(.ok, "codings", "\(RESTClient.contentCodings) are taken off answers")
        if let path = Script.variable("SSLKEYLOGFILE"), !path.isEmpty {
            let isWritable = access(path, W_OK) == 0 || access(FilePath.folder(of: path), W_OK) == 0
            add(
                isWritable ? .note : .problem, "TLS keys",
                isWritable
                    ? "SSLKEYLOGFILE: whoever reads \(path) reads what goes over TLS"
                    : "SSLKEYLOGFILE: \(path) cannot be written")
        }
        // No `HTTP_PROXY`: in a CGI program that is a header of the client, so curl does not read it either.
        let proxies = ["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"]
        let set = proxies.compactMap { name in Script.variable(name).map { "\(name)=\(Profile.withoutPassword($0))" } }
        if !set.isEmpty { add(.note, "proxies", set.joined(separator: " ")) }
    }

    mutating func lookAtPrograms() {
        for (subject, variables, usual) in [("editor", ["VISUAL", "EDITOR"], "vi"), ("pager", ["PAGER"], "less")] {
            let words = variables.lazy.compactMap(Script.variable).first ?? usual
            let program = String(words.split(separator: " ").first ?? "")
            let isThere = Program.isThere(program)
            add(
                isThere ? .ok : .note, subject,
                isThere ? words : "\(words) is not found in $PATH: set $\(variables.last ?? "")")
        }
        let clipboards = ["wl-copy", "xclip", "xsel", "pbcopy"].filter(Program.isThere)
        let tools = clipboards.isEmpty ? "" : "; \(clipboards.joined(separator: ", ")) found"
        add(.ok, "clipboard", "by the terminal (OSC 52)\(tools)")
    }

    // MARK: - Brokers

    mutating func note(_ answer: LoopbackBrokers.Answer) {
        brokers += answer.isBroker ? 1 : 0
        add(answer.isBroker ? .ok : .note, "broker", "\(answer.endpoint): \(answer.words)")
    }

    mutating func endBrokers() {
        if brokers == 0 {
            add(.note, "broker", "none on this machine's usual ports; martlet demo brings one of its own")
        }
    }

    private static func text(of field: some Any) -> String {
        withUnsafeBytes(of: field) { bytes in String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
