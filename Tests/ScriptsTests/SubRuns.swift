import Glibc
import TestSupport
import Testing

/// `martlet sub` against a real broker, beside mosquitto's own clients.
struct SubRuns {
    @Test func printsWhatComes() async throws {
        let broker = try await Mosquitto.start()
        let at = ["-h", "127.0.0.1", "-p", "\(broker.port())"]
        try await Command.run(.mosquittoPub, at + ["-t", "a/b", "-m", "hello", "-r"])
        try await Command.run(.mosquittoPub, at + ["-t", "a/c", "-m", "there", "-r"])
        let plain = try await ScriptRun.martlet(["sub"] + at + ["-t", "a/b", "-C", "1"])
        #expect(plain.status == .code(0))
        #expect(plain.text == "hello\n")
        #expect(plain.errors == "")
        for arguments in [
            ["-t", "a/#", "-C", "2", "-v"],
            ["-t", "a/b", "-t", "a/c", "-C", "2", "-q", "1", "-F", "%t %p %x %l %q %r"],
            ["-t", "a/#", "-T", "a/b", "-C", "1", "-v", "-N"], ["-t", "a/b", "-C", "1", "-V", "31"],
            ["-t", "a/b", "-C", "1", "-V", "mqttv5", "-v"],
            ["-t", "a/b", "-C", "1", "-V", "5", "--retain-as-published"],
        ] {
            let own = try await ScriptRun.martlet(["sub"] + at + arguments)
            let theirs = try await Command.run(.mosquittoSub, at + arguments)
            #expect(own.text == theirs.output, "\(arguments)")
            #expect(own.status == .code(0))
        }
    }

    @Test func endsWithMosquittosCodes() async throws {
        let broker = try await Mosquitto.start()
        let at = ["-h", "127.0.0.1", "-p", "\(broker.port())"]
        let late = try await ScriptRun.martlet(["sub"] + at + ["-t", "nothing", "-W", "1"])
        #expect(late.status == .code(27))
        #expect(late.errors == "martlet sub: the time is over\n")
        let silent = try await ScriptedServer.start { connection in
            while true { _ = try await connection.bytes() }
        }
        let unanswered = try await ScriptRun.martlet(
            ["sub", "-h", "127.0.0.1", "-p", "\(silent.port)", "-t", "nothing", "-W", "1"])
        #expect(unanswered.status == .code(27))
        #expect(
            unanswered.errors == "martlet sub: the time is over: no CONNACK came from mqtt://127.0.0.1:\(silent.port)\n"
        )
        let password = ["-h", "127.0.0.1", "-p", "\(broker.port(of: .password))", "-t", "a"]
        let refused = try await ScriptRun.martlet(["sub"] + password)
        #expect(refused.status == .code(5))
        #expect(refused.errors.split(separator: "\n").count == 1)
        #expect(try await ScriptRun.martlet(["sub"] + password + ["-V", "5"]).status == .code(135))
        let wrong = ["-u", "alice", "-V", "5"]
        let secret = try await ScriptRun.martlet(
            ["sub"] + password + wrong + ["-E"], environment: ["MARTLET_PASSWORD": "secret"])
        #expect(secret.status == .code(0))
        #expect(try await ScriptRun.martlet(["sub"] + password + wrong + ["-P", "wrong"]).status == .code(135))
        let nobody = try await ScriptRun.martlet(["sub", "-p", "1", "-t", "a"])
        #expect(nobody.status == .code(1))
        #expect(nobody.errors.hasPrefix("martlet sub: localhost:1 refused the connection"))
        let denied = try await ScriptRun.martlet(
            [
                "sub", "-h", "127.0.0.1", "-p", "\(broker.port(of: .restricted))", "-u", "bob", "-P", "hunter2", "-t",
                "other/#",
            ])
        #expect(denied.status == .code(1))
        #expect(denied.errors.contains("denied"))
        for bad in [
            ["-t", "a", "-Q"], [], ["-t", "a", "-C", "0"], ["-t", "a", "-F", "%y"], ["-t"], ["-t", "a", "-p", "x"],
        ] {
            let run = try await ScriptRun.martlet(["sub"] + bad)
            #expect(run.status == .code(1))
            #expect(run.output.isEmpty)
            #expect(
                run.errors.hasPrefix("martlet sub: ") && run.errors.split(separator: "\n").count == 1, "\(run.errors)")
        }
        #expect(try await ScriptRun.martlet(["sub", "-p", "1", "-t", "a", "--quiet"]).errors == "")
    }

    /// What is behind the last message of -C is not acknowledged: the session still has it.
    @Test func countLosesNothing() async throws {
        let broker = try await Mosquitto.start()
        let at = ["-h", "127.0.0.1", "-p", "\(broker.port())"]
        for version in ["311", "5"] {
            let session = ["sub"] + at + ["-V", version, "-t", "q/#", "-q", "1", "-c", "-i", "kept\(version)"]
            #expect(try await ScriptRun.martlet(session + ["-E"]).status == .code(0))
            for number in 1...6 {
                try await Command.run(.mosquittoPub, at + ["-t", "q/\(version)", "-q", "1", "-m", "\(number)"])
            }
            let first = try await ScriptRun.martlet(session + ["-C", "2"])
            #expect(first.text == "1\n2\n")
            let rest = try await ScriptRun.martlet(session + ["-C", "4"])
            #expect(rest.text == "3\n4\n5\n6\n")
        }
    }

    @Test func retained() async throws {
        let broker = try await Mosquitto.start()
        let at = ["-h", "127.0.0.1", "-p", "\(broker.port())"]
        for topic in ["r/a", "r/b", "r/keep"] {
            try await Command.run(.mosquittoPub, at + ["-t", topic, "-m", topic, "-r"])
        }
        let removed = try await ScriptRun.martlet(
            ["sub"] + at + ["-t", "r/#", "-T", "r/keep", "--remove-retained", "-C", "2", "-v"])
        #expect(removed.text == "r/a r/a\nr/b r/b\n")
        #expect(removed.status == .code(0))
        let left = try await ScriptRun.martlet(["sub"] + at + ["-t", "r/#", "--retained-only", "-W", "1"])
        #expect(left.text == "r/keep\n")
        #expect(try await ScriptRun.martlet(["sub"] + at + ["-t", "r/#", "-R", "-W", "1"]).output.isEmpty)
    }

    /// What the broker does not let go is said.
    @Test func retainedThatStays() async throws {
        let server = try await ScriptedServer.start { connection in
            _ = try await connection.bytes()
            try await connection.send([0x20, 3, 0, 0, 0])
            let subscribe = try await connection.bytes()
            try await connection.send([0x90, 4, subscribe[2], subscribe[3], 0, 0, 0x31, 5, 0, 1, 0x61, 0, 0x78])
            let removal = try await connection.bytes()
            // Behind its topic stands the packet identifier; 0x87 is Not authorized.
            try await connection.send([0x40, 3, removal[5], removal[6], 0x87])
            try await connection.wait()
        }
        let run = try await ScriptRun.martlet([
            "sub", "-h", "127.0.0.1", "-p", "\(server.port)", "-V", "5", "-t", "a", "--remove-retained", "-C", "1",
        ])
        #expect(run.text == "x\n")
        #expect(run.errors.contains("a retained message was not removed: the broker denied it"), "\(run.errors)")
    }

    /// A reader that has enough ends it, without a word, also when nothing more comes.
    @Test func pipeThatIsClosed() async throws {
        let broker = try await Mosquitto.start()
        try await Command.run(
            .mosquittoPub, ["-h", "127.0.0.1", "-p", "\(broker.port())", "-t", "a", "-m", "one", "-r"])
        let run = try await ScriptRun.shell(
            "{ martlet sub -h 127.0.0.1 -p \(broker.port()) -t a; echo $? >&2; } | head -n 1")
        #expect(run.text == "one\n")
        #expect(run.errors == "0\n")
    }

    @Test func signalsEndItWithAGoodBye() async throws {
        let broker = try await Mosquitto.start()
        for signal in ["INT", "TERM"] {
            let run = try await ScriptRun.shell(
                """
                "$MARTLET" sub -h 127.0.0.1 -p \(broker.port()) -i by\(signal) -t '$SYS/broker/uptime' > /dev/null & p=$!
                until grep -q 'as by\(signal)' '\(broker.folder)/log'; do sleep 0.05; done
                kill -\(signal) $p; wait $p; echo $?
                """)
            #expect(run.text == "0\n")
        }
        #expect(broker.log.contains("Client byINT disconnected."))
        #expect(broker.log.contains("Client byTERM disconnected."))
    }

    /// A SUBACK with fewer codes than filters refuses nothing: what then comes for the filters without one is printed.
    @Test func aSUBACKThatAnswersTooLittle() async throws {
        let broker = try await ScriptedServer.start { connection in
            _ = try await connection.bytes()
            try await connection.send([0x20, 2, 0, 0])
            let subscribe = try await connection.bytes()
            try await connection.send([0x90, 3, subscribe[2], subscribe[3], 0])
            try await connection.send([0x30, 4, 0, 1, 0x62, 0x31])
            try await connection.wait()
        }
        let at = ["-h", "127.0.0.1", "-p", "\(broker.port)"]
        let run = try await ScriptRun.martlet(["sub"] + at + ["-t", "a", "-t", "b", "-t", "c", "-C", "1"])
        #expect(run.status == .code(0))
        #expect(run.text == "1\n")
        #expect(
            run.errors.split(separator: "\n").sorted() == [
                "martlet sub: the broker answered 1 of 3 filters: whether b, c is granted is not known",
                "martlet sub: the broker breaks MQTT: SUBACK: It answers 1 of 3 filters (MQTT 3.1.1, section 3.8.4)",
            ], "\(run.errors)")
    }

    /// What breaks the standard and can be read is printed, said once, and the connection stays; --strict closes.
    @Test func brokersThatBreakTheStandard() async throws {
        let advisory: [UInt8] = [0x30, 6, 0, 3, 0x61, 0x2F, 0x23, 0x31]
        let broker = try await ScriptedServer.start { connection in
            _ = try await connection.bytes()
            try await connection.send([0x20, 2, 0, 0])
            let subscribe = try await connection.bytes()
            try await connection.send([0x90, 3, subscribe[2], subscribe[3], 0])
            // An UNSUBACK that nobody asked for, three wildcards, a topic that is not UTF-8, DUP at QoS 0, and one that is fine.
            try await connection.send([0xB0, 2, 0, 9] + advisory + advisory + advisory)
            try await connection.send([0x30, 5, 0, 2, 0x61, 0xFC, 0x32, 0x38, 4, 0, 1, 0x78, 0x33])
            try await connection.send([0x30, 4, 0, 1, 0x78, 0x34])
            try await connection.wait()
        }
        let at = ["sub", "-h", "127.0.0.1", "-p", "\(broker.port)", "-t", "#", "-C", "6"]
        let run = try await ScriptRun.martlet(at + ["-F", "%p"])
        #expect(run.status == .code(0))
        #expect(run.text == "1\n1\n1\n2\n3\n4\n")
        let lines = run.errors.split(separator: "\n")
        #expect(lines.count == 4, "\(run.errors)")
        #expect(
            lines.contains(
                "martlet sub: the broker breaks MQTT: PUBLISH: The topic contains a wildcard, + or # "
                    + "(MQTT 3.1.1, section 3.3.2.1)"), "\(run.errors)")
        let json = try await ScriptRun.martlet(at + ["--json", "--quiet"]).text.split(separator: "\n")
        try #require(json.count == 6, "\(json)")
        #expect(json[0].contains(#""topic":"a/#","qos":0"#))
        #expect(json[0].hasSuffix(#","payload":"1","violation":"The topic contains a wildcard, + or #."}"#))
        #expect(json[3].contains(#""topic":"Yfw=","topicEncoding":"base64","qos":0"#))
        #expect(json[5].hasSuffix(#","payload":"4"}"#))
        let strict = try await ScriptRun.martlet(at + ["--strict", "-W", "1"])
        #expect(strict.status != .code(0))
        #expect(strict.errors.contains("broke the MQTT protocol"), "\(strict.errors)")
    }
}
