import Glibc
import MQTT
import NIOCore
import Synchronization

/// Publishes each line of an input. Reading stops while the broker is behind, so that a pipe waits and no memory fills.
///
/// Two threads: the caller's reads and hands on; the connection's writes. They meet in ``Window``.
struct LinePublisher {
    /// The most bytes and lines that are read and not yet delivered.
    private static let mostBytes = 4 << 20
    private static let mostLines = 5000
    private static let readSize = 64 * 1024

    private let request: PublishRequest
    private let client: ScriptClient
    private let input: Int32
    private let window = Window()

    init(_ request: PublishRequest, _ client: ScriptClient, _ input: Int32) {
        self.request = request
        self.client = client
        self.input = input
    }

    func run() throws(ScriptError) -> Int32 {
        client.start()
        var splitter = LineSplitter()
        var isAtEnd = false
        // Read and not handed on: a read of empty lines is many more than the window takes.
        var waiting: ArraySlice<Publish> = []
        while !isAtEnd || !waiting.isEmpty || window.lines > 0 {
            // Here and not where they come: the other thread cannot end the run.
            try window.rethrow(client, request.message.topic)
            // What waits in the pipe meanwhile is not lost.
            guard client.isConnected else {
                try apply(timeOut: nil)
                continue
            }
            let isDone = isAtEnd && waiting.isEmpty
            guard !isDone, window.lines < Self.mostLines, window.bytes < Self.mostBytes else {
                // A delivery rings when there is room again.
                window.ringAt(isDone ? 0 : Self.mostLines / 2, isDone ? 0 : Self.mostBytes / 2, client.mailbox)
                try apply(timeOut: nil)
                continue
            }
            guard waiting.isEmpty else {
                let room = Self.mostLines - window.lines
                send(Array(waiting.prefix(room)))
                waiting = waiting.dropFirst(room)
                continue
            }
            // Mail goes before lines: a signal may be in it.
            guard try waitForInput() else { continue }
            var lines: [Publish] = []
            isAtEnd = try read(into: &splitter) { payload in
                var message = request.message
                message.payload = payload
                lines.append(message)
            }
            // mosquitto_pub sends a last line without an end as well.
            if isAtEnd, let rest = splitter.rest() {
                var message = request.message
                message.payload = rest
                lines.append(message)
            }
            // Without a line end it would grow until the memory is full.
            guard splitter.pendingBytes <= PayloadReader.largest else {
                throw ScriptError(
                    "a line has more than \(PayloadReader.largest) bytes, the most that a message can have")
            }
            waiting = lines[...]
        }
        try window.rethrow(client, request.message.topic)
        client.end()
        return try outcome()
    }

    /// How it ended, of lines of which it is not known that they arrived too.
    private func outcome() throws(ScriptError) -> Int32 {
        // Told at the end and not at once: the lines behind them are sent on the next connection.
        if window.lost > 0 {
            throw ScriptError(
                "\(window.lost) lines of QoS 0 were under way when the connection was lost; -q 1 sends them again",
                status: ExitStatus.connectionLost)
        }
        if window.unknown > 0 {
            throw ScriptError(
                "of \(window.unknown) lines it is not known whether they arrived: the broker has lost the session between "
                    + "PUBREC and PUBCOMP; -c and -i NAME (with MQTT 5 also -x) keep the session",
                status: ExitStatus.connectionLost)
        }
        if window.held > 0 { throw ScriptError("\(window.held) of the lines are not published") }
        return ExitStatus.success
    }

    private func send(_ lines: [Publish]) {
        guard !lines.isEmpty else { return }
        window.add(lines)
        let window = window
        let mailbox = client.mailbox
        client.publish(lines) { index, result in
            window.finish(lines[index].payload.readableBytes, result, mailbox)
        }
    }

    /// Waits for the input, or for mail; true when the input can be read.
    private func waitForInput() throws(ScriptError) -> Bool {
        switch client.mailbox.wait(reading: input) {
        case true: return true
        case false:
            try apply(timeOut: .zero)
            return false
        }
    }

    /// One read, cut into lines; true at the end of the input.
    private func read(into splitter: inout LineSplitter, _ line: (ByteBuffer) -> Void) throws(ScriptError) -> Bool {
        var buffer = ByteBufferAllocator().buffer(capacity: Self.readSize)
        var failure: Int32 = 0
        let count = buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: Self.readSize) { space in
            let count = Glibc.read(input, space.baseAddress, space.count)
            if count < 0 { failure = errno }
            return max(0, count)
        }
        // Another program may have made the input non-blocking; poll(2) waits for it.
        if failure == EINTR || failure == EAGAIN { return false }
        if failure != 0 { throw ScriptError("cannot read standard input: \(String(cString: strerror(failure)))") }
        splitter.receive(buffer, line)
        return count == 0
    }

    private func apply(timeOut: Duration?) throws(ScriptError) {
        _ = client.mailbox.wait(until: timeOut.map { ContinuousClock.now + $0 })
        for item in client.mailbox.take() {
            switch item {
            case .client(.state(let state), _): try client.apply(state, isPatient: true)
            case .client(let event, _): client.tell(event)
            case .signal(let number):
                // A signal is no orderly end: whoever relies on the will hears of it.
                client.end(withWill: true)
                throw ScriptError("interrupted; \(window.lines) lines were not delivered", status: 128 + number)
            default: break
            }
        }
    }
}

/// What is under way to the broker, counted by both threads.
final class Window: Sendable {
    private struct State {
        var lines = 0
        var bytes = 0
        var lost = 0
        var held = 0
        var heldInRow = 0
        /// Why one is, until it is told.
        var heldWords: String?
        var unknown = 0
        var bell: (lines: Int, bytes: Int)?
        var failure: (any Error)?
        var refused: (count: Int, first: PublishResult)?
    }

    private let state = Mutex(State())

    var lines: Int { state.withLock { $0.lines } }
    var bytes: Int { state.withLock { $0.bytes } }
    /// Lines that went down with a connection.
    var lost: Int { state.withLock { $0.lost } }
    /// Lines of QoS 2 that went down with the broker's session.
    var unknown: Int { state.withLock { $0.unknown } }
    /// Lines that end the connection.
    var held: Int { state.withLock { $0.held } }
    /// After so many of them in a row the next would too.
    private static let mostHeld = 3

    func add(_ messages: [Publish]) {
        let bytes = messages.reduce(0) { $0 + $1.payload.readableBytes }
        state.withLock {
            $0.lines += messages.count
            $0.bytes += bytes
        }
    }

    /// A line is done with.
    func finish(_ bytes: Int, _ result: Result<PublishResult, any Error>, _ mailbox: Mailbox) {
        let rings = state.withLock { state in
            state.lines -= 1
            state.bytes -= bytes
            switch result {
            case .success(let answer) where answer.reason.isError:
                state.refused = ((state.refused?.count ?? 0) + 1, state.refused?.first ?? answer)
            case .success: state.heldInRow = 0
            case .failure(ConnectionError.lost), .failure(ConnectionError.notConnected): state.lost += 1
            case .failure(ConnectionError.outcomeUnknown): state.unknown += 1
            // A single line may be what the broker cannot bear, as one that is too large: the next may go through.
            case .failure(ConnectionError.endsConnection(let words)) where state.heldInRow + 1 < Self.mostHeld:
                state.held += 1
                state.heldInRow += 1
                state.heldWords = words
            case .failure(let error):
                state.failure = state.failure ?? error
                return true
            }
            guard let bell = state.bell, state.lines <= bell.lines, state.bytes <= bell.bytes else { return false }
            // Once for each wait: every delivery would ring otherwise.
            state.bell = nil
            return true
        }
        if rings { mailbox.post(.room) }
    }

    /// Has the mailbox ring when no more than this is under way.
    func ringAt(_ lines: Int, _ bytes: Int, _ mailbox: Mailbox) {
        let isThere = state.withLock { state in
            // They may have arrived between the look and the wait: then nobody would ring.
            if state.lines <= lines, state.bytes <= bytes { return true }
            state.bell = (lines, bytes)
            return false
        }
        if isThere { mailbox.post(.room) }
    }

    /// Tells what the broker has refused since the last call, and throws what failed.
    func rethrow(_ client: ScriptClient, _ topic: String) throws(ScriptError) {
        let (failure, refused, held) = state.withLock { state in
            defer { (state.refused, state.heldWords) = (nil, nil) }
            return (state.failure, state.refused, state.heldWords)
        }
        if let held { client.complaints.say("a line on \(topic) is not published: \(held)") }
        if let refused {
            try client.check(.success(refused.first), topic)
            if refused.count > 1 { client.complaints.say("the same for \(refused.count - 1) lines more") }
        }
        if let failure { try client.check(.failure(failure), topic) }
    }
}
