import Glibc
import TestSupport

/// The built program's first moments, and the moments in which nothing happens.
enum StartBenchmark {
    static func run() throws {
        try start(times: 21)
        try idle(seconds: 30)
    }

    /// From the program's start to the last line of its first frame, and on to the opening of the socket.
    private static func start(times: Int) throws {
        var frames: [Double] = []
        var sockets: [Double] = []
        for _ in 0..<times {
            let (listener, port) = try LoopbackSocket.listen()
            defer { close(listener) }
            let program = try ScreenProgram(["-h", "127.0.0.1", "-p", "\(port)"])
            defer { program.end() }
            // The hints are the last line of the screen.
            guard program.read(for: .seconds(10), until: "quit").took != nil else {
                throw SocketFailure("wait for the first frame")
            }
            let shown = ContinuousClock.now
            var descriptor = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
            guard poll(&descriptor, 1, 10_000) > 0 else { throw SocketFailure("wait for the connection") }
            frames.append((shown - program.startedAt).seconds * 1000)
            sockets.append((ContinuousClock.now - shown).seconds * 1000)
        }
        frames.sort()
        sockets.sort()
        say(
            "first frame: median \(tenths(frames[times / 2])) ms, slowest \(tenths(frames[times - 1])) ms of \(times) "
                + "starts; the socket opens \(tenths(sockets[times / 2])) ms later")
    }

    /// A connection on which nothing comes: what the program writes and computes.
    private static func idle(seconds: Int) throws {
        let server = try ReplayServer(stream: ReplayStream(topics: 100, passes: 1))
        server.start()
        server.packets = 100
        let program = try ScreenProgram(["-h", "127.0.0.1", "-p", "\(server.port)", "-V", "311", "-k", "0"])
        defer { program.end() }
        guard program.read(for: .seconds(10), until: "100 topics").took != nil else {
            throw SocketFailure("wait for the topics")
        }
        // For a minute after the last message the clock and the ages show seconds.
        program.read(for: .seconds(65))
        let before = program.cpu()
        let written = program.read(for: .seconds(seconds)).bytes
        let used = program.cpu() - before
        say(
            "idle for \(seconds) s: \(written) bytes written, \(tenths(used * 1000)) ms of processor time; "
                + "\(program.memory())")
    }
}
