import App
import ArgumentParser
import Files
import Glibc
import Opener
import Profile
import REST
import Scripts

/// The requests of a command line, one after the other or side by side, to the exit code of the last.
struct CommandLineRun {
    let line: CurlLine

    /// What a command line asks for.
    init(_ line: CurlLine) { self.line = line }

    /// One request, and the group of the command line that it is of.
    private struct Transfer: Sendable {
        var asked: CurlArguments
        var number: Int
        var isFirstOfGroup: Bool
        /// Where cookies are kept; nil for none.
        var cookies: CookieJar?
    }

    /// Sends them and writes what comes.
    /// - Throws: ``Failure`` with curl's exit code of the last that failed, or of the last at all.
    func run() throws {
        signal(SIGPIPE, SIG_IGN)
        let jar = CookieJar()
        var asked: [CurlArguments] = []
        for group in line.groups {
            do throws(CurlArguments.Problem) {
                // All before the first is sent: nobody is asked in the middle of an answer.
                asked.append(try group.knowingPasswords())
            } catch {
                Glibc.exit(complain(error.description, of: group, error.status))
            }
        }
        let groups = asked
        let status = try waiting {
            let client = RESTClient(userAgent: ProgramVersion.userAgent)
            let status = await perform(groups, client, jar)
            await client.shutdown()
            return status
        }
        if status != 0 { Glibc.exit(status) }
    }

    private func perform(_ groups: [CurlArguments], _ client: RESTClient, _ jar: CookieJar) async -> Int32 {
        var status: Int32 = 0
        var all: [Transfer] = []
        for group in groups {
            if group.usesCookies {
                let trouble = load(group, into: jar)
                if trouble != 0 { return trouble }
            }
            let transfers: [CurlArguments]
            do throws(CurlArguments.Problem) {
                transfers = try group.transfers()
            } catch {
                status = complain(error.description, of: group, error.status)
                // Side by side nothing has begun yet; one after the other, what came before is done.
                if line.isParallel { return status } else { break }
            }
            if group.outputs.count > group.urls.count { tell("more outputs are given than URLs", group) }
            for warning in group.warnings { tell(warning, group) }
            for (index, asked) in transfers.enumerated() {
                all.append(
                    Transfer(
                        asked: asked, number: all.count, isFirstOfGroup: index == 0,
                        cookies: group.usesCookies ? jar : nil))
            }
            if line.isParallel { continue }
            for transfer in all {
                status = await send(transfer, client)
                if status != 0, line.failsEarly { break }
            }
            // After each group: the next may read the file again.
            save(jar, of: group)
            if status != 0, line.failsEarly { return status }
            all = []
        }
        if line.isParallel {
            status = await sendTogether(all, client)
            for group in groups { save(jar, of: group) }
        }
        return status
    }

    /// As many at once as are allowed; the last failure is the status.
    private func sendTogether(_ transfers: [Transfer], _ client: RESTClient) async -> Int32 {
        await withTaskGroup(of: Int32.self) { group in
            var rest = transfers[...]
            var status: Int32 = 0
            for _ in 0..<line.parallelLimit {
                guard let transfer = rest.popFirst() else { break }
                group.addTask { await send(transfer, client) }
            }
            for await ended in group {
                if ended != 0 { status = ended }
                if status != 0, line.failsEarly {
                    group.cancelAll()
                    return status
                }
                if let transfer = rest.popFirst() { group.addTask { await send(transfer, client) } }
            }
            return status
        }
    }

    private func send(_ transfer: Transfer, _ client: RESTClient) async -> Int32 {
        var asked = transfer.asked
        do throws(CurlArguments.Problem) {
            // Just before it is sent: a transfer before may have written the file.
            try asked.settleContinuation()
            let (made, request) = try opened(asked)
            if asked.leading.isAsked {
                let linked = LinkedRequest(
                    asked, request, number: transfer.number, isFirstOfGroup: transfer.isFirstOfGroup)
                return await linked.perform(client, transfer.cookies)
            }
            let exchange = CommandExchange(
                asked, request, mask: SecretMask(request), condition: made.condition, number: transfer.number,
                isFirstOfGroup: transfer.isFirstOfGroup)
            return await exchange.perform(client, transfer.cookies)
        } catch {
            return complain(error.description, of: asked, error.status)
        }
    }

    /// What is sent, and how it was put together; what is to be said of it is told.
    func opened(_ asked: CurlArguments) throws(CurlArguments.Problem) -> (made: CurlRequest, request: Request) {
        let made = try asked.made()
        // Chunks are of HTTP/1.1 (RFC 9112 7.1); curl ends so too (CURLE_UPLOAD_FAILED).
        if asked.speaksHTTP10, made.body == .file("-") {
            throw CurlArguments.Problem(
                "HTTP/1.0 has no way to send what has no length before it ends; name a file for -T", status: 25)
        }
        let request = try asked.request(made)
        for warning in made.warnings { tell(warning, asked) }
        // It would go out as it stands, which nobody means.
        if let field = request.fields.first(where: { $0.value.contains("{{\(EntityTags.name)}}") }) {
            throw CurlArguments.Problem(
                "-H \(field.name): {{\(EntityTags.name)}} stands for nothing here, as no ETag is known of earlier "
                    + "answers; write the tag itself, or --etag-compare FILE")
        }
        return (made, request)
    }

    // MARK: - Cookies

    func load(_ group: CurlArguments, into jar: CookieJar) -> Int32 {
        for path in group.cookieFiles where !path.isEmpty {
            if let name = Self.environment(path) {
                do {
                    try load(environment: name, into: jar)
                } catch {
                    return complain("-b \(path): \(error)", of: group, ExitStatus.badArguments)
                }
                continue
            }
            // One that is not there holds none.
            guard let bytes = try? WholeFile.read(path == "-" ? "/dev/stdin" : HomePath.expanded(path), limit: 16 << 20)
            else {
                tell("-b \(path): no cookies are read, as it cannot be", group)
                continue
            }
            jar.add(file: String(decoding: bytes, as: UTF8.self), dropsSession: group.dropsSessionCookies)
        }
        return 0
    }

    /// `env:NAME` in place of a file: the cookies of an environment of the profile, of none without a name.
    private static func environment(_ path: String) -> String? {
        path.hasPrefix("env:") ? String(path.dropFirst(4)) : nil
    }

    private func load(environment name: String, into jar: CookieJar) throws {
        let saved = try SavedProfile(ProfileOptions(file: line.profile))
        // A slip in the name would be an empty jar without a word.
        _ = try saved.environmentName(name)
        SavedCookies(name, profile: saved.path, jar: jar)?.load()
    }

    /// Keeps the cookies of a group where it says: in environments, and in a file.
    func save(_ jar: CookieJar, of group: CurlArguments) {
        keep(jar, for: group)
        if group.cookieJar != nil { write(jar, for: group) }
    }

    /// Writes what has changed of the cookies of environments, which `-b` has read.
    private func keep(_ jar: CookieJar, for group: CurlArguments) {
        for name in group.cookieFiles.compactMap(Self.environment) {
            guard let saved = try? SavedProfile(ProfileOptions(file: line.profile)) else { continue }
            SavedCookies(name, profile: saved.path, jar: jar)?.keep()
        }
    }

    private func write(_ jar: CookieJar, for group: CurlArguments) {
        guard let path = group.cookieJar else { return }
        do {
            if path == "-" {
                try OutputDescriptor.standard.print(jar.file, terminator: "")
            } else {
                // A device or a pipe is nobody's alone, and nothing takes its place.
                let isRegular = try FileStamp(of: path)?.isRegular ?? true
                try Array(jar.file.utf8).withUnsafeBytes {
                    _ = try WholeFile.replace(path, with: $0, for: isRegular ? .owner : .everybody)
                }
            }
        } catch {
            // As curl: what was asked for is here.
            tell("-c \(path): the cookies cannot be written: \(error)", group)
        }
    }

    // MARK: - Words

    func tell(_ words: String, _ asked: CurlArguments) {
        if !asked.isSilent { StandardError.say("martlet: \(SecretMask.named.sentence(words))") }
    }

    private func complain(_ words: String, of asked: CurlArguments, _ status: Int32) -> Int32 {
        if !asked.isSilent || asked.showsErrors {
            StandardError.say("martlet: \(SecretMask.named.sentence(words))")
        }
        return status
    }
}

extension CurlArguments {
    /// Whether cookies that answers set are sent on.
    var usesCookies: Bool { !cookieFiles.isEmpty || cookieJar != nil }

    /// The passwords of `-u` and `-U` that were left out, asked for: once, and before anything is sent, as only one can
    /// ask at a time.
    /// - Throws: ``Problem`` when the person gives none; where nobody is there to ask it is empty, as in curl.
    func knowingPasswords() throws(Problem) -> CurlArguments {
        var known = self
        func whole(_ user: String, _ place: String) throws(Problem) -> String {
            switch TerminalPrompt.ask("Password of \(user)\(place)") {
            case .answer(let password): return "\(user):\(password)"
            case .nobody: return "\(user):"
            case .refusal: throw Problem("no password of \(user)\(place) was given")
            }
        }
        // With a bearer token `-u` is not sent.
        if let user, !user.contains(":"), bearer == nil { known.user = try whole(user, "") }
        // Credentials in the proxy's own URL come first.
        if let proxyUser, !proxyUser.contains(":"), let proxy, !proxy.isEmpty, !proxy.contains("@") {
            known.proxyUser = try whole(proxyUser, " at the proxy")
        }
        return known
    }

    /// `-C -`: how much of the file is here already.
    fileprivate mutating func settleContinuation() throws(Problem) {
        guard let continuation else { return }
        if outputIsNamedByAnswer {
            throw Problem("-C and -J cannot stand together: where the file goes is not known before the answer")
        }
        if upload != nil, continuation != .from(0) {
            throw Problem("-C with -T is not done: send the rest from a pipe, with a Content-Range of your own")
        }
        guard continuation == .endOfFile else { return }
        var facts = stat()
        let path = try outputPath()
        self.continuation = .from(path.flatMap { stat($0, &facts) == 0 ? Int(facts.st_size) : nil } ?? 0)
    }

    /// The file that the body goes to; nil for standard output.
    /// - Throws: ``Problem`` when the URL names none (`-O`).
    func outputPath() throws(Problem) -> String? {
        var name: String
        switch outputs.first {
        case nil, .file("-"): return nil
        case .file(let path): name = path
        case .namedByURL:
            // Behind `://`, so that a host alone is no file.
            let path = url.unicodeScalars.prefix { $0 != "?" && $0 != "#" }.drop { $0 != ":" }.dropFirst(3)
            guard let slash = path.firstIndex(of: "/"), path.last != "/",
                // They would be folders, and not of the person's choice.
                let last = path[slash...].split(separator: "/").last.map({ String($0) }), last != "..", last != "."
            else {
                throw Problem("-O: the URL names no file; use -o FILE", status: ExitStatus.writeError)
            }
            name = last
        }
        if let outputFolder { name = "\(outputFolder)/\(name)" }
        return name
    }
}
