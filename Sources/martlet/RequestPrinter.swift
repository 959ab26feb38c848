import Files
import Glibc
import Profile
import REST
import Scripts
import Synchronization
import Text

/// Writes what a request brings as curl does: the body to standard output or a file, `-i` heads before it, and what `-v`
/// tells to standard error.
final class RequestPrinter: Sendable {
    /// The file written to; empty for standard output.
    var filename: String { state.withLock { $0.name } }
    /// Why an answer that came whole is none that was asked for; nil when it is.
    var verdict: Verdict? { state.withLock { $0.verdict } }
    private let asked: CurlArguments
    private let mask: SecretMask
    private let condition: CurlRequest.TimeCondition?
    private let isFirstOfGroup: Bool
    private let state: Mutex<State>

    /// What is held against an answer.
    struct Verdict: Error {
        var status: Int32
        var words: String
    }

    private struct State {
        /// The file written to; empty for standard output.
        var name: String
        var hops: [Hop] = []
        var toldSent = 0
        var toldAnswers = 0
        var file: CInt = STDOUT_FILENO
        var isOpen: Bool
        /// Whether it is a file that can be cut short and removed, and no device or pipe.
        var isRegular = false
        /// How long the file was when it was opened, and whether it was there.
        var found: Int?
        var headFile: CInt?
        var hasShownHeads = false
        /// Whether the body of the answer is not wanted.
        var isHidden = false
        /// Whether a file is made also of an answer without a body.
        var makesFile = true
        var verdict: Verdict?
        /// Whether the body is what it is said to be; nil when that is not looked at.
        var check: AnswerCheck?
        /// Whether the answer named the file.
        var isNamedByAnswer = false
        /// The beginning of a character whose end has not come, of a body on a terminal.
        var unfinished: [UInt8] = []

        /// Whether a person looks at it, whose terminal it must not drive; not with `-o -`, which says so.
        func isForPerson(_ asked: CurlArguments) -> Bool {
            name.isEmpty && asked.output != "-" && OutputDescriptor.standard.isTerminal
        }
    }

    /// - Parameters:
    ///   - mask: what of the request must not be told.
    ///   - condition: what the answer's age has to be.
    ///   - isFirstOfGroup: whether the file of heads begins with it.
    init(
        _ asked: CurlArguments, mask: SecretMask, condition: CurlRequest.TimeCondition? = nil,
        isFirstOfGroup: Bool = true
    ) throws {
        self.asked = asked
        self.mask = mask
        self.condition = condition
        self.isFirstOfGroup = isFirstOfGroup
        if asked.outputIsNamedByAnswer, asked.showsHeaders {
            throw CurlArguments.Problem("-i and -J cannot stand together: the file would begin with the head")
        }
        let name = try asked.outputPath() ?? ""
        var state = State(name: name, isOpen: name.isEmpty)
        if let tag = asked.savedTag, tag != "-" { try Self.clear(tag) }
        if let path = asked.headFile, path != "-" {
            let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | (isFirstOfGroup ? O_TRUNC : O_APPEND), 0o666)
            guard file >= 0 else { throw Self.problem(with: path) }
            state.headFile = file
        }
        self.state = Mutex(state)
    }

    /// The file of a tag holds none until the answer has one.
    private static func clear(_ path: String) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard file >= 0 else {
            throw CurlArguments.Problem("--etag-save \(path): \(FileFailure.Reason.system(errno))", status: 26)
        }
        close(file)
    }

    /// The hops so far.
    func note(_ hops: [Hop]) {
        state.withLock { state in
            guard hops.count >= state.hops.count else { return }
            state.hops = hops
            if asked.isVerbose { tell(&state) }
        }
    }

    /// The head, and then the body of the answer that counts.
    func take(_ response: Response, _ bytes: UnsafeRawBufferPointer) throws {
        try state.withLock { state in
            if bytes.isEmpty {
                try begin(response, &state)
                return
            }
            state.check?.take(bytes)
            if !state.isHidden {
                if state.isForPerson(asked) { try show(bytes, &state) } else { try put(bytes, &state) }
            }
        }
    }

    /// Looks at the head of the answer that counts: where its body goes, and whether it is wanted.
    private func begin(_ response: Response, _ state: inout State) throws {
        try save(tagOf: response)
        nameFile(response, &state)
        try showHeads(&state)
        state.hasShownHeads = true
        if !asked.isSilent || asked.isVerbose { state.check = AnswerCheck(response, isDecoded: asked.isCompressed) }
        state.isHidden = asked.fails && !asked.writesBodyOfFailures && response.status >= 400
        // Nothing has changed, the file included.
        if response.status == 304 { state.makesFile = false }
        try checkContinuation(response, &state)
        guard let condition, !state.isHidden, asked.range == nil,
            let moment = response.fields["last-modified"].flatMap({ LenientDate.seconds($0) })
        else { return }
        // A server that does not look at the condition sends what nobody asked for.
        if condition.isSince ? moment <= condition.moment : moment >= condition.moment {
            (state.isHidden, state.makesFile) = (true, false)
        }
    }

    /// Whether an answer goes on where it was asked to (`-C`).
    private func checkContinuation(_ response: Response, _ state: inout State) throws {
        guard case .from(let start) = asked.continuation, start > 0, response.fields["content-range"] == nil,
            asked.data.isEmpty, asked.forms.isEmpty, !asked.asksForHead, !state.isHidden
        else {
            if response.status == 416, case .from(let start) = asked.continuation, start > 0 { state.isHidden = true }
            return
        }
        state.isHidden = true
        state.makesFile = response.status == 416
        // All of it is here already.
        if response.status == 416 || response.announcedSize == start { return }
        let verdict = Verdict(status: 33, words: "the server does not send a part of it: it cannot be gone on with")
        state.verdict = verdict
        throw WriteProblem(description: verdict.words)
    }

    /// The name that the answer gives its file (RFC 6266), where it is to be obeyed: without folders.
    private func nameFile(_ response: Response, _ state: inout State) {
        guard asked.outputIsNamedByAnswer, asked.outputIsNamedByURL, !state.isOpen,
            let name = response.fields["content-disposition"].flatMap(ContentDisposition.filename)
        else { return }
        state.name = (asked.outputFolder.map { "\($0)/" } ?? "") + name
        state.isNamedByAnswer = true
    }

    private func save(tagOf response: Response) throws {
        guard let path = asked.savedTag, response.fields["etag"] != nil else { return }
        // As curl: each on a line, but for one that says nothing.
        let tags = response.fields.values(of: "etag").filter { !$0.isEmpty }.map { "\($0)\n" }.joined()
        if path == "-" {
            try OutputDescriptor.standard.print(tags, terminator: "")
            return
        }
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard file >= 0 else { throw Self.problem(with: path) }
        defer { close(file) }
        let code = Array(tags.utf8).withUnsafeBytes { Descriptor.writeAll($0, to: file) }
        if code != 0 { throw WriteProblem(description: "\(path): \(FileFailure.Reason.system(code))") }
    }

    /// A head, or the trailers after the body, where `-D` keeps it, and `-i` or `-I` asks for it.
    private func show(head: [UInt8], _ state: inout State) throws {
        if let file = state.headFile {
            let code = head.withUnsafeBytes { Descriptor.writeAll($0, to: file) }
            if code != 0 { throw WriteProblem(description: "\(FileFailure.Reason.system(code))") }
        } else if asked.headFile == "-" {
            let code = head.withUnsafeBytes { Descriptor.writeAll($0, to: STDOUT_FILENO) }
            if code != 0 { throw WriteProblem(description: "\(FileFailure.Reason.system(code))") }
        }
        guard asked.showsHeaders || asked.asksForHead else { return }
        if state.isForPerson(asked) {
            let text = Field.text(head).replacing("\r\n", with: "\n")
            try OutputDescriptor.standard.print(text, terminator: "")
        } else {
            try head.withUnsafeBytes { try put($0, &state) }
        }
    }

    /// A piece of the body on a terminal, with what could drive it made visible.
    private func show(_ bytes: UnsafeRawBufferPointer, _ state: inout State) throws {
        if bytes.contains(0) {
            throw WriteProblem(description: "it is no text; name a file with -o, or -o - to see it here")
        }
        var text = state.unfinished + bytes
        // A piece may end within a character, of which three bytes at most are here.
        let start = text.suffix(3).lastIndex { $0 & 0xC0 == 0xC0 } ?? text.endIndex
        let wanted = start == text.endIndex ? 0 : text[start] >= 0xF0 ? 4 : text[start] >= 0xE0 ? 3 : 2
        let isCut = text.count - start < wanted
        state.unfinished = isCut ? Array(text[start...]) : []
        if isCut { text.removeLast(text.count - start) }
        try OutputDescriptor.standard.print(text, terminator: "")
    }

    private func put(_ bytes: UnsafeRawBufferPointer, _ state: inout State) throws {
        if !state.isOpen { try openFile(&state) }
        let code = Descriptor.writeAll(bytes, to: state.file)
        if code != 0 { throw WriteProblem(description: "\(FileFailure.Reason.system(code))") }
    }

    private func openFile(_ state: inout State) throws {
        if asked.createsFolders { try FilePath.makeFolder(FilePath.folder(of: state.name)) }
        let isContinued = asked.continuation.map { $0 != .from(0) } ?? false
        var facts = stat()
        state.found = isContinued && stat(state.name, &facts) == 0 ? Int(facts.st_size) : nil
        // A name that a server chose takes the place of nothing.
        let keeps = asked.keepsFiles ?? state.isNamedByAnswer
        let flags = O_WRONLY | O_CREAT | O_CLOEXEC | (isContinued ? O_APPEND : keeps ? O_EXCL : O_TRUNC)
        var file = open(state.name, flags, 0o666)
        if file < 0, errno == EEXIST, asked.keepsFiles == true {
            let name = state.name
            for number in 1...100 where file < 0 {
                state.name = "\(name).\(number)"
                file = open(state.name, flags, 0o666)
            }
        }
        guard file >= 0 else { throw Self.problem(with: state.name) }
        state.file = file
        state.isOpen = true
        state.isRegular = fstat(file, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG
    }

    private static func problem(with path: String) -> WriteProblem {
        WriteProblem(description: "\(path): \(String(cString: strerror(errno)))")
    }

    /// Makes ready for another try (`--retry`): what came into a file is taken back.
    func beginAgain() throws {
        try state.withLock { state in
            // What came of an answer that failed before its body.
            if !state.hasShownHeads { try showHeads(&state) }
            if state.isRegular, state.isOpen {
                let length = state.found ?? 0
                guard ftruncate(state.file, off_t(length)) == 0, lseek(state.file, 0, SEEK_END) >= 0 else {
                    throw Self.problem(with: state.name)
                }
            }
            (state.hops, state.toldSent, state.toldAnswers) = ([], 0, 0)
            (state.hasShownHeads, state.isHidden, state.makesFile, state.verdict) = (false, false, true, nil)
            state.unfinished = []
        }
    }

    private func showHeads(_ state: inout State) throws {
        for hop in state.hops {
            for head in Self.heads(of: hop) { try show(head: head, &state) }
        }
    }

    /// Closes the file. One that was asked for is there also when the body was empty.
    /// - Parameter isGood: whether the answer is what was asked for.
    /// - Throws: ``WriteProblem`` when it is not, or when its end could not be written.
    func end(isGood: Bool) throws {
        try state.withLock { state in
            var isDone = false
            defer {
                if let file = state.headFile.take() { close(file) }
                // Something failed before its end.
                if state.isOpen, !state.name.isEmpty {
                    state.isOpen = false
                    close(state.file)
                }
                if !(isDone && isGood), state.isRegular, asked.removesOnError { unlink(state.name) }
            }
            if !state.unfinished.isEmpty { try OutputDescriptor.standard.print(state.unfinished, terminator: "") }
            // What came of an answer that failed before its body.
            if !state.hasShownHeads { try showHeads(&state) }
            let response = state.hops.last?.response
            if let response {
                // HTTP/2 has no such text.
                let text = response.trailers.map { "\($0.name): \($0.value)\r\n" }.joined()
                let trailers = response.version == "HTTP/2" ? Array(text.utf8) : response.trailerSection
                if !trailers.isEmpty { try show(head: trailers, &state) }
            }
            guard !state.name.isEmpty else { return }
            if !state.isOpen, isGood, state.makesFile { try openFile(&state) }
            guard state.isOpen else { return }
            state.isOpen = false
            if asked.keepsTime, let moment = response?.fields["last-modified"].flatMap({ LenientDate.seconds($0) }) {
                let time = timespec(tv_sec: moment, tv_nsec: 0)
                futimens(state.file, [time, time])
            }
            // A server of files may tell only now that there is no room.
            if close(state.file) != 0 { throw Self.problem(with: state.name) }
            isDone = true
        }
    }

    /// The proxy's answer before the first request of a connection, then those of the server.
    private static func heads(of hop: Hop) -> [[UInt8]] {
        let isNew = hop.connection?.isReused == false
        return (isNew ? heads(of: hop.connection?.tunnel?.response) : []) + heads(of: hop.response)
    }

    /// The heads of an answer as they came, those of status 1xx first; of HTTP/2, which has no text, as curl shows them.
    private static func heads(of answer: Response?) -> [[UInt8]] {
        guard let answer else { return [] }
        var heads = answer.informational.map { early in
            early.head.isEmpty
                ? Array(Response(version: answer.version, status: early.status, fields: early.fields).text.utf8)
                : early.head
        }
        if answer.status != 0 { heads.append(answer.head.isEmpty ? Array(answer.text.utf8) : answer.head) }
        return heads
    }

    /// What `-v` tells: each thing once, as soon as it is known.
    private func tell(_ state: inout State, isOver: Bool = false) {
        while state.toldSent < state.hops.count {
            let hop = state.hops[state.toldSent]
            // The fields as sent are known when the answer is.
            let isKnown = hop.response?.status ?? 0 != 0 || state.toldSent < state.hops.count - 1
            guard isKnown || isOver && hop.connection != nil else { break }
            if let connection = hop.connection {
                let how = connection.isReused ? "Using connection" : "Connected to"
                StandardError.say("* \(how) \(connection.remoteAddress) (#\(connection.number))")
                if !connection.isReused, let tunnel = connection.tunnel {
                    tell(tunnel)
                    // Nothing is sent through a tunnel that does not stand.
                    if let status = tunnel.response?.status, status / 100 != 2 {
                        state.toldSent += 1
                        continue
                    }
                }
                if !connection.isReused, let tls = connection.tls {
                    StandardError.say("* \(tls.version), \(tls.cipher), \(connection.version)")
                    for certificate in tls.certificates {
                        StandardError.say("*   \(certificate.subject), issued by \(certificate.issuer)")
                    }
                    if !tls.isVerified { StandardError.say("*   not checked (-k)") }
                }
            }
            let version = hop.connection?.version ?? "HTTP/1.1"
            StandardError.say("> \(hop.sent.method) \(mask.url(hop.sent.target)) \(version)")
            for field in Self.fields(of: hop.sent) {
                StandardError.say("> \(field.name): \(mask.value(field.value, of: field.name))")
            }
            StandardError.say(">")
            state.toldSent += 1
        }
        while state.toldAnswers < state.toldSent {
            let answer = state.hops[state.toldAnswers].response
            for head in Self.heads(of: answer) { tell(head: head) }
            state.toldAnswers += 1
        }
    }

    private func tell(head: [UInt8]) {
        for line in Field.text(head).split(whereSeparator: \.isNewline) {
            StandardError.say("< \(mask.line(String(line)))")
        }
        StandardError.say("<")
    }

    /// What was said to the proxy that had to connect on.
    private func tell(_ tunnel: Connection.Tunnel) {
        StandardError.say("> CONNECT \(tunnel.target) HTTP/1.1")
        for field in tunnel.fields { StandardError.say("> \(field.name): \(mask.value(field.value, of: field.name))") }
        StandardError.say(">")
        for head in Self.heads(of: tunnel.response) { tell(head: head) }
    }

    /// What is to be said of the answers themselves: where they break the standards, each place with `-v`, in one line
    /// without it, and not at all with `-s`.
    func judge() {
        let (answers, check) = state.withLock { state in
            if asked.isVerbose { tell(&state, isOver: true) }
            return (state.hops.compactMap(\.response), state.check)
        }
        if let words = check?.words, answers.last?.isComplete == true {
            StandardError.say("martlet: of the answer: \(words)")
        }
        if !asked.isSilent || asked.showsErrors || asked.isVerbose, let last = answers.last {
            for remark in last.remarks { StandardError.say("martlet: of the answer: \(remark)") }
            if !last.codingsLeft.isEmpty, last.bodySize > 0 {
                let advice = asked.isCompressed ? "" : "; --compressed takes off what is known here"
                StandardError.say(
                    "martlet: the body is still in \(last.codingsLeft.joined(separator: ", "))\(advice)")
            }
        }
        let breaches = answers.flatMap(\.breaches)
        let count = breaches.count + answers.reduce(0) { $0 + $1.furtherBreaches }
        if asked.isVerbose {
            for breach in breaches { StandardError.say("* the answer breaks HTTP in \(breach)") }
            if count > breaches.count { StandardError.say("* and in \(count - breaches.count) further places") }
            if answers.last?.hasSurplus == true { StandardError.say("* bytes came after the end of the answer") }
        } else if !asked.isSilent, let first = breaches.first {
            let others = count == 1 ? "" : ", and \(count - 1) more; -v lists them"
            StandardError.say("martlet: the answer breaks HTTP in \(first)\(others)")
        }
    }

    private static func fields(of sent: Sent) -> [Field] { sent.fields.filter { !$0.name.hasPrefix(":") } }
}

/// Why the body cannot be written.
struct WriteProblem: Error, CustomStringConvertible {
    let description: String
}
