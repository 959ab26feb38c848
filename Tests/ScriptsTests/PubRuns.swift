import FoundationEssentials
import Glibc
import TestSupport
import Testing

/// `martlet pub` against a real broker, read back by mosquitto_sub.
struct PubRuns {
    /// Runs mosquitto_sub for some messages, and `publish` once it listens.
    private func received(
        _ broker: Mosquitto, _ arguments: [String], publish: () async throws -> ScriptRun
    ) async throws -> String {
        let file = try Scratch.newFolder("received") + "/out"
        let name = "listener\(file.utf8.reduce(0) { $0 &* 31 &+ Int($1) } & 0xFFFFFF)"
        let listener = try ChildProcess(
            [try Requirement.mosquittoSub.path(), "-h", "127.0.0.1", "-p", "\(broker.port())", "-i", name, "-W", "15"]
                + arguments, outputFile: file)
        try await broker.waitForLog("Sending SUBACK to \(name)")
        let run = try await publish()
        #expect(run.status == .code(0), "\(run.errors)")
        #expect(run.output.isEmpty && run.errors == "")
        #expect(try await listener.exited() == .code(0))
        return try String(contentsOfFile: file, encoding: .utf8)
    }

    @Test func allSources() async throws {
        let broker = try await Mosquitto.start()
        let pub = ["pub", "-h", "127.0.0.1", "-p", "\(broker.port())", "-t", "a/b"]
        let file = try Scratch.newFolder("payload") + "/file"
        try writeFile(file, Array("from a file".utf8))
        let text = try await received(broker, ["-t", "a/#", "-C", "11", "-F", "%t %q %p"]) {
            for (arguments, input) in [
                (["-m", "-word"], ""), (["-f", file, "-q", "1"], ""), (["-s", "-q", "2"], "all\nof it"),
                (["-n"], ""), (["-l"], "one\n\nthree\nfour"), (["-l", "-q", "2"], "x\ny\n"),
            ] {
                let run = try await ScriptRun.martlet(pub + arguments, input: Array(input.utf8))
                guard run.status == .code(0), run.errors == "" else { return run }
            }
            return try await ScriptRun.martlet(pub + ["-m", "again", "-V", "5"])
        }
        #expect(
            text == """
                a/b 0 -word
                a/b 0 from a file
                a/b 0 all
                of it
                a/b 0 
                a/b 0 one
                a/b 0 
                a/b 0 three
                a/b 0 four
                a/b 0 x
                a/b 0 y
                a/b 0 again

                """)
    }

    /// What the broker closes at is not sent for ever.
    @Test func aMessageThatEndsTheConnection() async throws {
        let broker = try await OddBroker.start { $0.payload == "bad" ? .close : .answer }
        let pub = ["pub", "-h", "127.0.0.1", "-p", "\(broker.port)", "-V", "311", "-t", "t", "-q", "1"]
        var run = try await ScriptRun.martlet(pub + ["-m", "bad"])
        #expect(run.status == .code(7) && run.errors.contains("after PUBLISH t (QoS 1, 3 B)"), "\(run.errors)")
        run = try await ScriptRun.martlet(pub + ["-l"], input: Array("bad\n".utf8))
        #expect(run.status == .code(1), "\(run.errors)")
        #expect(run.errors.contains("2 connections ended right behind it"), "\(run.errors)")
        #expect(run.errors.contains("1 of the lines are not published") && !run.errors.contains("client identifier"))
        #expect(broker.published.count == 3)
    }

    /// A lost connection ends what waits for one answer with mosquitto's code.
    @Test func theEndOfTheConnection() async throws {
        let broker = try await OddBroker.start { $0.type == 3 ? .close : .answer }
        let at = ["-h", "127.0.0.1", "-p", "\(broker.port)", "-V", "311"]
        let lost = try await ScriptRun.martlet(["rr"] + at + ["-t", "t", "-e", "e", "-m", "x", "-q", "1"])
        #expect(lost.status == .code(7), "\(lost.errors)")
    }

    @Test func aMessageThatIsAcknowledgedWrongly() async throws {
        let broker = try await OddBroker.start { $0.payload == "bad" ? .acknowledge : .answer }
        let pub = ["pub", "-h", "127.0.0.1", "-p", "\(broker.port)", "-V", "311", "-t", "t", "-q", "2"]
        var run = try await ScriptRun.martlet(pub + ["-m", "bad"])
        #expect(run.status == .code(0) && broker.published.count == 1)
        #expect(run.errors.contains("QoS 2 is answered by PUBACK"), "\(run.errors)")
        run = try await ScriptRun.martlet(pub + ["-l"], input: Array("one\nbad\ntwo\n".utf8))
        #expect(run.status == .code(0), "\(run.errors)")
        #expect(broker.published.map(\.payload) == ["bad", "one", "bad", "two"])
        #expect(broker.packets.count { $0.type == 6 } == 2 && broker.connections == 2)
        // As the standard allows: the connection is closed.
        run = try await ScriptRun.martlet(pub + ["--strict", "-m", "bad"])
        #expect(run.status != .code(0), "\(run.errors)")
    }

    @Test func propertiesAndWill() async throws {
        let broker = try await Mosquitto.start()
        let text = try await received(
            broker, ["-t", "#", "-V", "5", "-q", "2", "-C", "1", "-F", "%t %q %p %C|%E|%P|%R|%D|%F"]
        ) {
            try await ScriptRun.martlet([
                "pub", "-h", "127.0.0.1", "-p", "\(broker.port())", "-L", "mqtt://127.0.0.1:\(broker.port())/from/url",
                "-m",
                "x", "-q", "2", "-D", "publish", "content-type", "text/plain", "-D", "publish", "user-property", "a b",
                "c d",
                "-D", "PUBLISH", "message-expiry-interval", "60", "-D", "publish", "response-topic", "r", "-D",
                "publish",
                "correlation-data", "id", "-D", "publish", "payload-format-indicator", "1",
            ])
        }
        #expect(text == "from/url 2 x text/plain|60|a b:c d|r|id|1\n")
    }

    @Test func repeatsWithPauses() async throws {
        let broker = try await Mosquitto.start()
        let start = ContinuousClock.now
        let text = try await received(broker, ["-t", "tick", "-C", "4"]) {
            try await ScriptRun.martlet([
                "pub", "-h", "127.0.0.1", "-p", "\(broker.port())", "-t", "tick", "-m", "x", "--repeat", "4",
                "--repeat-delay", "0.1", "-q", "1",
            ])
        }
        #expect(text == "x\nx\nx\nx\n")
        #expect(ContinuousClock.now - start > .milliseconds(300))
    }

    /// 30,000 lines of QoS 1 and 2 through a window of 20: all arrive, in order, before the program ends.
    @Test func manyLines() async throws {
        let broker = try await Mosquitto.start()
        let run = try await ScriptRun.shell(
            """
            mosquitto_sub -h 127.0.0.1 -p \(broker.port()) -t l -q 2 -c -i lines -E
            seq 1 900 | martlet pub -h 127.0.0.1 -p \(broker.port()) -t l -l -q 2 && \
            mosquitto_sub -h 127.0.0.1 -p \(broker.port()) -t l -q 2 -c -i lines -C 900 -W 20 > "$0.got"
            seq 1 900 | cmp - "$0.got" && echo same
            """)
        #expect(run.text == "same\n", "\(run.errors)")
        #expect(run.errors == "")
    }

    /// 20 MB in one payload, with QoS 1 acknowledged before the end.
    @Test func largeFile() async throws {
        let broker = try await Mosquitto.start()
        let run = try await ScriptRun.shell(
            """
            head -c 20000000 /dev/zero | tr '\\0' 'm' > "$0.big"
            martlet pub -h 127.0.0.1 -p \(broker.port()) -t big -f "$0.big" -q 1 -r || exit 1
            martlet sub -h 127.0.0.1 -p \(broker.port()) -t big -C 1 -N -W 20 | cmp - "$0.big" && echo same
            """)
        #expect(run.text == "same\n", "\(run.errors)")
    }

    @Test func endsWithMosquittosCodes() async throws {
        let broker = try await Mosquitto.start()
        let at = ["pub", "-h", "127.0.0.1", "-p"]
        #expect(
            try await ScriptRun.martlet(at + ["\(broker.port(of: .password))", "-t", "a", "-m", "x"]).status == .code(5)
        )
        #expect(try await ScriptRun.martlet(at + ["1", "-t", "a", "-m", "x"]).status == .code(1))
        for bad in [
            ["-m", "x"], ["-t", "a"], ["-t", "a/#", "-m", "x"], ["-t", "a", "-m", "x", "-n"],
            ["-t", "a", "-m", "x", "-m", "y"],
            ["-t", "a", "-l", "-s"], ["-t", "a", "-f", "/nonexistent"], ["-t", "a", "-m", "x", "-q", "3"],
            ["-t", "a", "-m", "x", "--repeat", "0"], ["-t", "a", "-m", "x", "-C", "1"],
            ["-t", "a", "-m", "x", "-D", "publish"],
            ["-t", "a", "-m", "x", "-V", "5", "-D", "publish", "content-type", "x", "-V", "31"],
        ] {
            let run = try await ScriptRun.martlet(at + ["\(broker.port())"] + bad)
            #expect(run.status == .code(1), "\(bad)")
            #expect(
                run.errors.hasPrefix("martlet pub: ") && run.errors.split(separator: "\n").count == 1, "\(run.errors)")
        }
        // A topic that the broker refuses is told, as a warning.
        let refused = try await ScriptRun.martlet(
            at + [
                "\(broker.port(of: .restricted))", "-u", "bob", "-P", "hunter2", "-V", "5", "-t", "other", "-m", "x",
                "-q", "1",
            ])
        #expect(refused.status == .code(0))
        #expect(refused.errors.contains("refused the message on other"))
    }

    /// The broker answers PUBREC, closes, and knows no session when the client comes back.
    @Test func aLineThatIsLostWithTheSessionIsSaid() async throws {
        let broker = try await ScriptedServer.start { connection in
            _ = try await connection.bytes()
            try await connection.send([0x20, 2, 0, 0])
            while true {
                let first = try await connection.bytes()
                // Each is sent and answered before the next; the packet identifier of a PUBLISH stands behind topic "a".
                switch first[0] >> 4 {
                case 3: try await connection.send([0x50, 2, first[5], first[6]])
                case 6 where connection.number == 1: return
                case 6: try await connection.send([0x70, 2, first[2], first[3]])
                default: break
                }
            }
        }
        let run = try await ScriptRun.martlet(
            ["pub", "-h", "127.0.0.1", "-p", "\(broker.port)", "-t", "a", "-l", "-q", "2"], input: Array("one\n".utf8))
        #expect(run.status == .code(7))
        #expect(run.errors.contains("of 1 lines it is not known whether they arrived"), "\(run.errors)")
    }

    @Test func requestAndResponse() async throws {
        let broker = try await Mosquitto.start()
        let at = ["-h", "127.0.0.1", "-p", "\(broker.port())"]
        let own = try await ScriptRun.martlet(
            ["rr"] + at + ["-t", "echo", "-e", "echo", "-m", "ping", "-W", "10", "-F", "%t %p %R"])
        #expect(own.text == "echo ping echo\n")
        #expect(own.status == .code(0))
        let old = try await ScriptRun.martlet(
            ["rr"] + at + ["-t", "echo", "-e", "echo", "-m", "x", "-V", "311", "--latency"])
        #expect(old.text.hasPrefix("x\nLatency: "))
        let late = try await ScriptRun.martlet(["rr"] + at + ["-t", "a", "-e", "b", "-m", "x", "-W", "1"])
        #expect(late.status == .code(27))
        #expect(late.errors == "martlet rr: no response in time\n")
        for bad in [
            ["-t", "a", "-m", "x"], ["-e", "a", "-m", "x"], ["-t", "a", "-e", "b"],
            ["-t", "a", "-e", "b/#", "-m", "x"],
        ] {
            #expect(try await ScriptRun.martlet(["rr"] + at + bad).status == .code(1))
        }
    }

    private func writeFile(_ path: String, _ bytes: [UInt8]) throws {
        guard let file = fopen(path, "w") else { throw TestFailure(path) }
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
    }
}
