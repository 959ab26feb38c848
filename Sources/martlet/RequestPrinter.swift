import Glibc
import REST
import Scripts
import Synchronization

/// Writes what a request brings as curl does: the body to standard output or a file, `-i` heads before it, and what `-v`
/// tells to standard error.
final class RequestPrinter: Sendable {
    /// The file written to; empty for standard output.
    let filename: String
    private let asked: CurlArguments
    private let state: Mutex<State>

    private struct State {
        var hops: [Hop] = []
        var toldSent = 0
        var toldAnswers = 0
        var file: CInt = STDOUT_FILENO
        var isOpen: Bool
        var isFirst = true
    }

    init(_ asked: CurlArguments) throws {
        self.asked = asked
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
                        try Self.text(of: answer).withUnsafeBytes { try put($0, &state) }
                    }
                }
            } else if !isHidden {
                try checkTerminal(bytes, state)
                state.isFirst = false
                try put(bytes, &state)
            }
        }
    }

    /// Bytes that are no text must not drive the terminal.
    private func checkTerminal(_ bytes: UnsafeRawBufferPointer, _ state: State) throws {
        guard filename.isEmpty, asked.output != "-", isatty(STDOUT_FILENO) == 1 else { return }
        let isBinary = bytes.contains { $0 == 0x1B || $0 == 0 || $0 == 0x9B }
        if isBinary { throw WriteProblem(description: "it is no text; name a file with -o, or -o - to see it here") }
    }

    private func put(_ bytes: UnsafeRawBufferPointer, _ state: inout State) throws {
        if !state.isOpen {
            let file = open(filename, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
            guard file >= 0 else { throw WriteProblem(description: "\(filename): \(String(cString: strerror(errno)))") }
            state.file = file
            state.isOpen = true
        }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Glibc.write(state.file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw WriteProblem(description: String(cString: strerror(errno)))
            }
            rest = rest.dropFirst(count)
        }
    }

    /// Closes the file. One that was asked for is there also when the body was empty.
    func end() {
        state.withLock { state in
            if !filename.isEmpty, !state.isOpen, !state.hops.isEmpty {
                state.file = open(filename, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
                state.isOpen = state.file >= 0
            }
            if !filename.isEmpty, state.isOpen { close(state.file) }
        }
    }

    /// Writes to standard output, as `-w` does.
    func write(_ text: String) {
        _ = text.utf8CString.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count - 1) }
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
                complain("* \(how) \(connection.remoteAddress) (#\(connection.number))")
                if !connection.isReused, let tls = connection.tls {
                    complain("* \(tls.version), \(tls.cipher), \(connection.version)")
                    for certificate in tls.certificates {
                        complain("*   \(certificate.subject), issued by \(certificate.issuer)")
                    }
                    if !tls.isVerified { complain("*   not checked (-k)") }
                }
            }
            let version = hop.connection?.version ?? "HTTP/1.1"
            complain("> \(hop.sent.method) \(hop.sent.target) \(version)")
            for field in Self.fields(of: hop.sent) { complain("> \(field.name): \(field.value)") }
            complain(">")
            state.toldSent += 1
        }
        while state.toldAnswers < state.toldSent {
            let answer = state.hops[state.toldAnswers].response
            for line in answer.map(Self.text).map({ String(decoding: $0, as: UTF8.self) })?
                .split(whereSeparator: \.isNewline) ?? []
            {
                complain("< \(line)")
            }
            complain("<")
            state.toldAnswers += 1
        }
    }

    private static func fields(of sent: Sent) -> [Field] { sent.fields.filter { !$0.name.hasPrefix(":") } }

    /// A line to standard error, with what could drive a terminal taken out.
    private func complain(_ text: String) {
        var line = String(
            text.unicodeScalars.map { $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) ? "?" : Character($0) })
        line += "\n"
        _ = line.utf8CString.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count - 1) }
    }
}

/// Why the body cannot be written.
struct WriteProblem: Error, CustomStringConvertible {
    let description: String
}
