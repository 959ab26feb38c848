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
    let asked: CurlArguments
    let mask: SecretMask
    private let condition: CurlRequest.TimeCondition?
    private let isFirstOfGroup: Bool
    /// Whether the request is one of the profile: what is set of it is set there, and not by letters.
    let isSaved: Bool
    let state: Mutex<State>

    /// What is held against an answer.
    struct Verdict: Error {
        var status: Int32
        var words: String
    }

    struct State {
        /// The file written to; empty for standard output.
        var name: String
        var hops: [Hop] = []
        var toldSent = 0
        var toldAnswers = 0
        var file = OutputFile.standard
        var isOpen: Bool
        /// How long the file was when it was opened, and whether it was there.
        var found: Int?
        var headFile: OutputFile?
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
    ///   - isSaved: whether it is a request of the profile.
    init(
        _ asked: CurlArguments, mask: SecretMask, condition: CurlRequest.TimeCondition? = nil,
        isFirstOfGroup: Bool = true, isSaved: Bool = false
    ) throws {
        self.isSaved = isSaved
        self.asked = asked
        self.mask = mask
        self.condition = condition
        self.isFirstOfGroup = isFirstOfGroup
        if asked.outputIsNamedByAnswer, asked.showsHeaders {
            throw CurlArguments.Problem("-i and -J cannot stand together: the file would begin with the head")
        }
        let name = try asked.outputPath() ?? ""
        var state = State(name: name, isOpen: name.isEmpty)
        // Before anything is sent: the tag of an earlier answer must not pass for one of this.
        if let tag = asked.savedTag, tag != "-" { try Self.clear(tag) }
        if let path = asked.headFile {
            state.headFile = try WriteProblem.saying { () throws(FileFailure) in
                try OutputFile.named(path, isFirstOfGroup ? .anew : .behind)
            }
        }
        self.state = Mutex(state)
    }

    /// The file of a tag holds none until the answer has one.
    private static func clear(_ path: String) throws {
        do throws(FileFailure) {
            try OutputFile(path).close()
        } catch {
            throw CurlArguments.Problem("--etag-save \(path): \(error.reason)", status: 26)
        }
    }

    /// The hops so far.
    func note(_ hops: [Hop]) {
        state.withLock { state in
            // News may come late: a shorter list is an older one.
            guard hops.count >= state.hops.count else { return }
            state.hops = hops
            if asked.isVerbose { tell(&state) }
        }
    }

    /// The head, and then the body of the answer that counts.
    func take(_ response: Response, _ bytes: UnsafeRawBufferPointer) throws {
        try state.withLock { state in
            // The first call brings the head alone, also of an answer without a body.
            if bytes.isEmpty {
                try begin(response, &state)
                return
            }
            // Also of a body that is not shown.
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
        if !asked.isSilent || asked.isVerbose { state.check = AnswerCheck(response, isDecoded: asked.decodes) }
        state.isHidden =
            asked.asksForHead || asked.fails && !asked.writesBodyOfFailures && response.status >= 400
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
            // Behind the last byte there is nothing: its body is a page of words.
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
        // With `-o NAME` the person has the word.
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
        try WriteProblem.saying { () throws(FileFailure) in
            let file = try OutputFile(path)
            try file.closing { () throws(FileFailure) in try file.write(Array(tags.utf8)) }
        }
    }

    /// A head, or the trailers after the body, where `-D` keeps it, and `-i` or `-I` asks for it.
    func show(head: [UInt8], _ state: inout State) throws {
        if let file = state.headFile {
            try WriteProblem.saying { () throws(FileFailure) in try file.write(head) }
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
        // curl warns and stops too; no text has a NUL.
        if bytes.contains(0) {
            throw WriteProblem(description: "it is no text; name a file with -o, or -o - to see it here")
        }
        var text = state.unfinished + bytes
        // A piece may end within a character, of which three bytes at most are here.
        let start = text.suffix(3).lastIndex { $0 & 0xC0 == 0xC0 } ?? text.endIndex
        // As many bytes as the first one announces (RFC 3629 3).
        let wanted = start == text.endIndex ? 0 : text[start] >= 0xF0 ? 4 : text[start] >= 0xE0 ? 3 : 2
        let isCut = text.count - start < wanted
        state.unfinished = isCut ? Array(text[start...]) : []
        if isCut { text.removeLast(text.count - start) }
        try OutputDescriptor.standard.print(text, terminator: "")
    }

    private func put(_ bytes: UnsafeRawBufferPointer, _ state: inout State) throws {
        if !state.isOpen { try openFile(&state) }
        try WriteProblem.saying { () throws(FileFailure) in try state.file.write(bytes) }
    }

    func showHeads(_ state: inout State) throws {
        for hop in state.hops {
            for head in Self.heads(of: hop) { try show(head: head, &state) }
        }
    }

    /// The proxy's answer before the first request of a connection, then those of the server.
    static func heads(of hop: Hop) -> [[UInt8]] {
        let isNew = hop.connection?.isReused == false
        // A connection that is used again went through its tunnel before.
        return (isNew ? heads(of: hop.connection?.tunnel?.response) : []) + heads(of: hop.response)
    }

    /// The heads of an answer as they came, those of status 1xx first; of HTTP/2, which has no text, as curl shows them.
    static func heads(of answer: Response?) -> [[UInt8]] {
        guard let answer else { return [] }
        var heads = answer.informational.map { early in
            early.head.isEmpty
                ? Response(version: answer.version, status: early.status, fields: early.fields).bytes
                : early.head
        }
        if answer.status != 0 { heads.append(answer.head.isEmpty ? answer.bytes : answer.head) }
        return heads
    }
}

/// Why the body cannot be written.
struct WriteProblem: Error, CustomStringConvertible {
    let description: String
}

extension WriteProblem {
    /// Of a file its name is said, too; standard output has none that a person gave.
    init(_ failure: FileFailure) {
        let place = failure.path == OutputFile.standard.path ? "" : "\(failure.path): "
        self.init(description: "\(place)\(failure.reason)")
    }

    /// Does something with a file, and says why it cannot be done.
    static func saying<Value>(_ deed: () throws(FileFailure) -> Value) throws(WriteProblem) -> Value {
        do throws(FileFailure) {
            return try deed()
        } catch {
            throw WriteProblem(error)
        }
    }
}
