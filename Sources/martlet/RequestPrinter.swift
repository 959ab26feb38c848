import Files
import Glibc
import Profile
import REST
import Scripts
import Synchronization

/// Writes what a request brings as curl does: the body to standard output or a file, `-i` heads before it, and what `-v`
/// tells to standard error.
final class RequestPrinter: Sendable {
    /// The file written to; empty for standard output.
    let filename: String
    private let asked: CurlArguments
    private let mask: SecretMask
    private let state: Mutex<State>

    private struct State {
        var hops: [Hop] = []
        var toldSent = 0
        var toldAnswers = 0
        var file: CInt = STDOUT_FILENO
        var isOpen: Bool
        var hasShownHeads = false
        /// The beginning of a character whose end has not come, of a body on a terminal.
        var unfinished: [UInt8] = []
    }

    /// - Parameter mask: what of the request must not be told.
    init(_ asked: CurlArguments, mask: SecretMask) throws {
        self.asked = asked
        self.mask = mask
        var name = asked.output == "-" ? "" : asked.output ?? ""
        if asked.outputIsNamedByURL {
            let path = asked.url.prefix { $0 != "?" && $0 != "#" }.drop { $0 != ":" }.dropFirst(3)
            guard let slash = path.firstIndex(of: "/"), let last = path[slash...].split(separator: "/").last,
                last != "..", last != "."
            else {
                throw Failure("-O: the URL names no file; use -o FILE", status: ExitStatus.writeError)
            }
            name = String(last)
        }
        filename = name
        state = Mutex(State(isOpen: name.isEmpty))
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
            let isHidden = asked.fails && !asked.writesBodyOfFailures && response.status >= 400
            if bytes.isEmpty {
                for hop in state.hops {
                    for head in Self.heads(of: hop) { try show(head: head, &state) }
                }
                state.hasShownHeads = true
            } else if !isHidden {
                if isForPerson { try show(bytes, &state) } else { try put(bytes, &state) }
            }
        }
    }

    /// A head, or the trailers after the body, where `-i` or `-I` asks for them.
    private func show(head: [UInt8], _ state: inout State) throws {
        guard asked.showsHeaders || asked.asksForHead else { return }
        if isForPerson {
            let text = Field.text(head).replacing("\r\n", with: "\n")
            try OutputDescriptor.standard.print(text, terminator: "")
        } else {
            try head.withUnsafeBytes { try put($0, &state) }
        }
    }

    /// Whether a person looks at it, whose terminal it must not drive; not with `-o -`, which says so.
    private var isForPerson: Bool {
        filename.isEmpty && asked.output != "-" && OutputDescriptor.standard.isTerminal
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
        let file = open(filename, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard file >= 0 else { throw problem() }
        state.file = file
        state.isOpen = true
    }

    private func problem() -> WriteProblem {
        WriteProblem(description: "\(filename): \(String(cString: strerror(errno)))")
    }

    /// Closes the file. One that was asked for is there also when the body was empty.
    /// - Throws: ``WriteProblem`` when it is not, or when its end could not be written.
    func end() throws {
        try state.withLock { state in
            if !state.unfinished.isEmpty { try OutputDescriptor.standard.print(state.unfinished, terminator: "") }
            // What came of an answer that failed before its body.
            if !state.hasShownHeads {
                for hop in state.hops {
                    for head in Self.heads(of: hop) { try show(head: head, &state) }
                }
            }
            if let trailers = state.hops.last?.response?.trailerSection, !trailers.isEmpty {
                try show(head: trailers, &state)
            }
            guard !filename.isEmpty else { return }
            if !state.isOpen, !state.hops.isEmpty { try openFile(&state) }
            guard state.isOpen else { return }
            state.isOpen = false
            // A server of files may tell only now that there is no room.
            if close(state.file) != 0 { throw problem() }
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
        let answers = state.withLock { state in
            if asked.isVerbose { tell(&state, isOver: true) }
            return state.hops.compactMap(\.response)
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
