import FoundationEssentials
import TestSupport
import Testing

/// `martlet wire`, and `-d`, which says as much of each packet.
@Suite("martlet wire", .timeLimit(.minutes(2))) struct WireRuns {
    private func broker(retained: String...) async throws -> (broker: Mosquitto, at: [String]) {
        let broker = try await Mosquitto.start()
        let at = ["-h", "127.0.0.1", "-p", "\(broker.port())"]
        for topic in retained {
            try await Command.run(.mosquittoPub, at + ["-t", topic, "-m", "21.4", "-r", "-q", "1"])
        }
        return (broker, at)
    }

    @Test("Handshakes are one row each, with what came of them")
    func rows() async throws {
        let (broker, _) = try await broker(retained: "home/a")
        let run = try await ScriptRun.martlet([
            "wire", "mqtt://127.0.0.1:\(broker.port())", "-t", "home/#", "-q", "1", "-u", "me", "-P", "hush", "-C", "3",
        ])
        let lines = run.text.split(separator: "\n").map(String.init)
        #expect(run.errors == "" && run.status == .code(0))
        #expect(lines.count == 3)
        #expect(lines[0].contains("CONNECT v3.1.1") && lines[0].contains("accepted"))
        #expect(lines[1].contains("SUBSCRIBE #1 home/# q1") && lines[1].contains("granted 1"))
        #expect(lines[2].contains("PUBLISH q1 retain #1 home/a 4 B") && lines[2].contains("ack"))
        #expect(!run.text.contains("hush"))
    }

    @Test("-o, -D and -x mean in wire, race and expect what they mean in sub")
    func lettersOfEveryVerb() async throws {
        let (broker, _) = try await broker(retained: "home/a")
        defer { withExtendedLifetime(broker) {} }
        let file = try Scratch.newFolder("options") + "/options"
        try "-h 127.0.0.1\n-p \(broker.port())\n-t home/#\n-C 1\n".write(
            toFile: file, atomically: true, encoding: .utf8)
        let given = ["-o", file, "-D", "connect", "user-property", "a", "b", "-x", "30", "-i", "me"]
        let wire = try await ScriptRun.martlet(["wire", "--flat"] + given)
        #expect(wire.errors == "" && wire.status == .code(0))
        #expect(wire.text.contains("CONNECT v5"), "\(wire.text)")
        let place = ["-h", "127.0.0.1", "-p", "\(broker.port())"]
        let expect = try await ScriptRun.martlet(
            ["expect"] + place + ["-t", "home/a", "--retained", "-D", "connect", "receive-maximum", "7", "-d"])
        #expect(expect.status == .code(0) && expect.errors.contains("CONNECT"), "\(expect.errors)")
        let url = ["--http", "http://127.0.0.1:1/", "-t", "a"]
        for verb in [["wire", "-t", "a"], ["race"] + url, ["expect", "-t", "a"]] {
            let run = try await ScriptRun.martlet(verb + ["-o", "/nonexistent"])
            #expect(run.errors == "martlet \(verb[0]): there is no options file /nonexistent\n")
            #expect(run.status == .code(1))
            let old = try await ScriptRun.martlet(
                verb + ["-D", "connect", "user-property", "a", "b", "-V", "311"] + place)
            #expect(old.errors.contains("-V asks for an older version"), "\(old.errors)")
        }
    }

    @Test("A file that is called HAR is not filled with something else")
    func refusedFile() async throws {
        let run = try await ScriptRun.martlet(["wire", "-h", "127.0.0.1", "-t", "a", "-w", "/nonexistent/x.HAR"])
        #expect(run.status == .code(1))
        #expect(run.errors.contains("-w /nonexistent/x.HAR: what is written is pcapng; HAR is"), "\(run.errors)")
    }

    @Test("A word that is a saved connection's name means that one")
    func savedName() async throws {
        let (broker, _) = try await broker(retained: "home/a")
        defer { withExtendedLifetime(broker) {} }
        let file = try Scratch.newFolder("profile") + "/profile.json"
        try #"{"version": 1, "connections": [{"name": "home", "url": "mqtt://127.0.0.1:\#(broker.port())"}]}"#.write(
            toFile: file, atomically: true, encoding: .utf8)
        let saved = ["home", "--profile", file, "-t", "home/a"]
        let wire = try await ScriptRun.martlet(["wire", "-C", "1"] + saved)
        #expect(wire.status == .code(0) && wire.text.contains("CONNECT"), "\(wire.errors)")
        let expect = try await ScriptRun.martlet(["expect", "--retained"] + saved)
        #expect(expect.status == .code(0), "\(expect.errors)")
    }

    @Test("As JSON and filtered; an exchange of HTTP is between them")
    func json() async throws {
        let (broker, at) = try await broker(retained: "home/a")
        defer { withExtendedLifetime(broker) {} }
        let server = try await ScriptedServer.answering("HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno")
        let run = try await ScriptRun.martlet(
            ["wire"] + at + [
                "-t", "home/#", "--json", "--http", "\(server.url)/lamp?token=hush", "-C", "2", "-W", "20",
                "--filter", "mqtt.msgtype == PUBLISH or http.response.code >= 400",
            ])
        #expect(run.errors == "")
        #expect(run.text.contains("\"type\":\"PUBLISH\"") && run.text.contains("\"topic\":\"home/a\""))
        #expect(run.text.contains("\"status\":404") && !run.text.contains("hush"))
        #expect(run.text.split(separator: "\n").count == 2)
    }

    @Test("SSLKEYLOGFILE has the keys of both halves, for its owner alone")
    func keyLog() async throws {
        let broker = try await Mosquitto.start()
        let port = broker.port(of: .tls)
        let file = try Scratch.newFolder("keys") + "/keys"
        // The listener speaks no HTTP: the handshake is all that is wanted of it.
        for arguments in [
            [
                "pub", "-h", "localhost", "-p", "\(port)", "--cafile", broker.certificates.authority, "-t", "a", "-m",
                "x",
            ],
            ["request", "--cacert", broker.certificates.authority, "https://localhost:\(port)/"],
        ] {
            let before = ((try? String(contentsOfFile: file, encoding: .utf8)) ?? "").split(separator: "\n").count
            _ = try await ScriptRun.martlet(arguments, environment: ["SSLKEYLOGFILE": file])
            let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").dropFirst(before)
            // A label, the client's random of 32 bytes, a secret (RFC 9850).
            #expect(lines.contains { $0.hasPrefix("CLIENT_TRAFFIC_SECRET_0 ") || $0.hasPrefix("CLIENT_RANDOM ") })
            for line in lines {
                let words = line.split(separator: " ")
                #expect(words.count == 3 && words[1].count == 64 && words[2].count >= 64, "\(line)")
                #expect(words.dropFirst().allSatisfy { $0.allSatisfy(\.isHexDigit) }, "\(line)")
            }
        }
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        // Where it cannot be written the connection is made all the same.
        let run = try await ScriptRun.martlet(
            [
                "pub", "-h", "localhost", "-p", "\(port)", "--cafile", broker.certificates.authority, "-t", "a", "-m",
                "x",
            ],
            environment: ["SSLKEYLOGFILE": "/nonexistent/keys"])
        #expect(run.status == .code(0) && run.errors == "")
    }

    @Test("-w writes what tshark reads, a password starred")
    func file() async throws {
        let (broker, at) = try await broker(retained: "home/a")
        defer { withExtendedLifetime(broker) {} }
        let file = try Scratch.newFolder("wire") + "/a.pcapng"
        // Of a file that is there the mode is for what it held before.
        #expect(FileManager.default.createFile(atPath: file, contents: nil, attributes: [.posixPermissions: 0o644]))
        let run = try await ScriptRun.martlet(
            ["wire"] + at + ["-V", "5", "-t", "home/#", "-u", "me", "-P", "hush", "-C", "3", "-w", file])
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(run.errors == "")
        let told = try await Command.run(
            .tshark, ["-r", file, "-T", "fields", "-e", "mqtt.msgtype", "-e", "mqtt.passwd", "-e", "mqtt.topic"])
        let lines = told.output.split(separator: "\n").filter { $0.contains("\t") }
        #expect(lines == ["1\t****\t", "2\t\t", "8\t\thome/#", "9\t\t", "3\t\thome/a"])
    }

    @Test("What cannot be is said in one line, with the place in the filter")
    func problems() async throws {
        let (broker, at) = try await broker()
        defer { withExtendedLifetime(broker) {} }
        for (arguments, status, words): ([String], Int32, String) in [
            (["-t", "#", "--filter", "mqtt.qoss > 1"], 1, "--filter: there is no field mqtt.qoss: put text in quotes"),
            (["-t", "#", "-w", "/no/such/folder/a.pcapng"], 1, "cannot write /no/such/folder/a.pcapng: No such file"),
            ([], 1, "name a topic to subscribe to with -t"),
            (["-t", "never", "--filter", "never", "-W", "1"], 27, "the time is over"),
        ] {
            let run = try await ScriptRun.martlet(["wire"] + at + arguments)
            #expect(run.errors.contains(words) && run.errors.split(separator: "\n").count == 1, "\(run.errors)")
            #expect(run.status == .code(status))
        }
    }

    @Test("-d tells identifiers, flags, filters and reasons, and no password", arguments: ["311", "5"])
    func debug(_ version: String) async throws {
        let (broker, at) = try await broker(retained: "home/a")
        defer { withExtendedLifetime(broker) {} }
        let sub = try await ScriptRun.martlet(
            ["sub"] + at + [
                "-V", version, "-i", "me", "-t", "home/#", "-q", "1", "-C", "1", "-d", "-u", "you", "-P", "hush", "-k",
                "30",
                "--will-topic", "gone", "--will-qos", "1",
            ])
        let isNew = version == "5"
        for words in [
            ": MQTT \(isNew ? "5" : "3.1.1"), will QoS 1, clean, keep alive 30, ", "client me, will gone, ",
            "user you, password ••••••",
            isNew ? ": Success (0x00)" : "4 bytes: code 0 Success", "id 1, home/#, QoS 1",
            ": id 1, Granted QoS 1 (0x01)",
            ": QoS 1, retained, home/a, id 1", "4 B", "sent PUBACK, 4 bytes: id 1", "sent DISCONNECT, 2 bytes",
        ] {
            #expect(sub.errors.contains(words), "\(words) in \(sub.errors)")
        }
        #expect(!sub.errors.contains("hush"))
    }

    @Test("A race tells what each cost, and how late a change was seen")
    func race() async throws {
        let (broker, at) = try await broker(retained: "home/a")
        defer { withExtendedLifetime(broker) {} }
        let server = try await ScriptedServer.answering("HTTP/1.1 200 OK\r\nETag: \"1\"\r\nContent-Length: 2\r\n\r\nok")
        let options = ["race"] + at + ["-t", "home/a", "--http", "\(server.url)/", "--every", "0.2", "-W", "1"]
        let run = try await ScriptRun.martlet(options + ["--json"])
        #expect(run.errors == "" && run.status == .code(0))
        #expect(run.text.hasPrefix("{\"seconds\":1.") && run.text.contains("\"messages\":1,\"missed\":0"))
        #expect(run.text.contains("\"idleHour\":[{\"interval\":60,\"bytes\":240,\"count\":120}"))
        let table = try await ScriptRun.martlet(options)
        #expect(table.text.contains("304 Not Modified") && table.text.contains("an idle hour"))
        let wrong = try await ScriptRun.martlet(["race"] + at + ["-t", "a", "--http", "ftp://h/"])
        #expect(wrong.status == .code(1) && wrong.errors.contains("--http ftp://h/ does not begin with http://"))
    }

    @Test("A race whose broker goes is no result: it says so, and fails")
    func raceLost() async throws {
        let (measuring, measured) = AsyncStream.makeStream(of: Void.self)
        let broker = try await ScriptedServer.start { connection in
            while true {
                let packet = try await connection.bytes()
                switch packet[0] >> 4 {
                case 1: try await connection.send([0x20, 2, 0, 0])
                case 8:
                    try await connection.send([0x90, 3, packet[2], packet[3], 0])
                    for await _ in measuring {}
                    return
                default: break
                }
            }
        }
        let server = try await ScriptedServer.start { connection in
            for count in 1... {
                _ = try await connection.request()
                try await connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                if count == 3 { measured.finish() }
            }
        }
        let run = try await ScriptRun.martlet([
            "race", "-h", "127.0.0.1", "-p", "\(broker.port)", "-V", "311", "-t", "home/a", "--http", "\(server.url)/",
            "--every", "0.1", "-W", "20",
        ])
        #expect(run.status == .code(1))
        #expect(run.errors.contains("the connection to the broker was lost: "), "\(run.errors)")
        // What was measured until then.
        #expect(run.text.contains("bytes received") && run.text.contains(" requests\n"), "\(run.text)")
    }

    @Test("A race whose HTTP server is not there, or goes, says so and fails, behind what was measured")
    func raceWithoutServer() async throws {
        let (broker, at) = try await broker(retained: "home/a")
        defer { withExtendedLifetime(broker) {} }
        let options = ["race"] + at + ["-t", "home/a", "--every", "0.1", "-W", "0.6"]
        let none = try await ScriptRun.martlet(options + ["--http", "http://127.0.0.1:1/"])
        #expect(none.status == .code(1) && none.text.contains("an idle hour"))
        #expect(
            none.errors.contains(/martlet race: (all \d+ requests|the one request) failed: .*127\.0\.0\.1/),
            "\(none.errors)")
        let gone = try await ScriptedServer.start { connection in
            _ = try await connection.request()
            guard connection.number == 1 else { return }
            try await connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
        }
        let run = try await ScriptRun.martlet(options + ["--http", "\(gone.url)/"])
        #expect(run.status == .code(1))
        #expect(run.errors.contains(#/the last \d+ of \d+ requests had no answer: /#), "\(run.errors)")
        let silent = try await ScriptedServer.start { connection in try await connection.wait() }
        let nothing = try await ScriptRun.martlet(options + ["--http", "\(silent.url)/"])
        #expect(nothing.status == .code(1))
        #expect(nothing.errors.contains("no request was answered while it ran"), "\(nothing.errors)")
    }
}
