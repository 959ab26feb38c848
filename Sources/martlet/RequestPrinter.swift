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
                if asked.showsHeaders || asked.asksForHead {
                    for hop in state.hops {
                        guard let answer = hop.response, answer.status != 0 else { continue }
                        let head = Self.text(of: answer)
                        if isForPerson {
                            try OutputDescriptor.standard.print(
                                String(decoding: head, as: UTF8.self).replacing("\r\n", with: "\n"), terminator: "")
                        } else {
                            try head.withUnsafeBytes { try put($0, &state) }
                        }
                    }
                }
            } else if !isHidden {
                if isForPerson { try show(bytes, &state) } else { try put(bytes, &state) }
            }
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
            guard !filename.isEmpty else { return }
            if !state.isOpen, !state.hops.isEmpty { try openFile(&state) }
            guard state.isOpen else { return }
            state.isOpen = false
            // A server of files may tell only now that there is no room.
            if close(state.file) != 0 { throw problem() }
        }
    }

    /// A head as it came; of HTTP/2, which has no text, as curl shows it.
    private static func text(of answer: Response) -> [UInt8] {
        if !answer.head.isEmpty { return answer.head }
        let lines = answer.fields.map { "\($0.name): \($0.value)\r\n" }.joined()
        return Array("\(answer.version) \(answer.status)\r\n\(lines)\r\n".utf8)
    }

    /// What `-v` tells: each thing once, as soon as it is known.
    private func tell(_ state: inout State) {
        while state.toldSent < state.hops.count {
            let hop = state.hops[state.toldSent]
            // The fields as sent are known when the answer is.
            guard hop.response?.status ?? 0 != 0 || state.toldSent < state.hops.count - 1 else { break }
            if let connection = hop.connection {
                let how = connection.isReused ? "Using connection" : "Connected to"
                StandardError.say("* \(how) \(connection.remoteAddress) (#\(connection.number))")
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
            for line in answer.map(Self.text).map({ String(decoding: $0, as: UTF8.self) })?
                .split(whereSeparator: \.isNewline) ?? []
            {
                StandardError.say("< \(mask.line(String(line)))")
            }
            StandardError.say("<")
            state.toldAnswers += 1
        }
    }

    private static func fields(of sent: Sent) -> [Field] { sent.fields.filter { !$0.name.hasPrefix(":") } }
}

/// Why the body cannot be written.
struct WriteProblem: Error, CustomStringConvertible {
    let description: String
}
