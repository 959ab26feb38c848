import FoundationEssentials
import Glibc
import Synchronization
import TestSupport
import Testing

/// What comes with the program: completions, the manual page, help; options files; saved connections; proxies.
struct SurroundingsRuns {
    @Test func bashCanSourceTheCompletions() async throws {
        let run = try await ScriptRun.shell(
            "martlet completions bash > \"$0.bash\" && bash -n \"$0.bash\" && bash -c '. \"$1\" && complete -p martlet' x \"$0.bash\""
        )
        #expect(run.status == .code(0), "\(run.errors)")
        #expect(run.text.contains("martlet"))
        for shell in ["zsh", "fish"] {
            let run = try await ScriptRun.martlet(["completions", shell])
            #expect(run.status == .code(0))
            #expect(run.text.contains("remove-retained"))
            // A letter that fish refuses: it completed nothing behind a verb.
            #expect(shell != "fish" || !run.text.contains("'?/"))
            // Behind a broker stand the options of explore.
            #expect(shell != "zsh" || run.text.contains("*)\n            _martlet_explore"))
        }
    }

    @Test("bash completes files where an option or an argument takes one")
    func completedFiles() async throws {
        let run = try await ScriptRun.shell(
            #"""
            martlet completions bash >"$0.bash" && mkdir "$0.d" && cd "$0.d" && touch ca.pem && exec bash -c '
            . "$0.bash"
            for line in "sub --cafile c" "sub --profile c" "run --profile c" "request -o c" "request c" "expect c"; do
                read -ra COMP_WORDS <<<"martlet $line"
                COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMP_LINE="martlet $line" COMPREPLY=()
                COMP_POINT=${#COMP_LINE}
                _martlet martlet c "${COMP_WORDS[COMP_CWORD - 1]}"
                echo "$line: ${COMPREPLY[*]}"
            done' "$0"
            """#)
        #expect(run.status == .code(0), "\(run.errors)")
        let lines = run.text.split(separator: "\n")
        #expect(lines.count == 6 && lines.allSatisfy { $0.hasSuffix(": ca.pem") }, "\(run.text)")
    }

    @Test("bash completes the options of explore without its name, those of request, and words that can stand there")
    func completedWords() async throws {
        let run = try await ScriptRun.shell(
            #"""
            martlet completions bash >"$0.bash" && exec bash -c '
            . "$0.bash"
            while read -r line; do
                read -ra COMP_WORDS <<<"martlet $line"
                COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMP_LINE="martlet $line" COMPREPLY=()
                COMP_POINT=${#COMP_LINE}
                _martlet martlet "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
                echo "$line: ${COMPREPLY[*]}"
            done' "$0" <<'END'
            --th
            home --screen
            dem
            request --json --write
            request --tls13
            request -i --rem
            sub --color a
            manual exp
            wire --retai
            END
            """#)
        #expect(run.status == .code(0), "\(run.errors)")
        #expect(
            run.text.split(separator: "\n").map(String.init) == [
                "--th: --theme", "home --screen: --screenshot", "dem: demo", "request --json --write: ",
                "request --tls13: ", "request -i --rem: --remove-on-error", "sub --color a: auto always",
                "manual exp: expectations", "wire --retai: ",
            ], "\(run.text)\(run.errors)")
    }

    @Test("request is complete as its help names it, and says its version")
    func requestOptions() async throws {
        let script = try await ScriptRun.martlet(["completions", "bash"]).text
        let body = try #require(script.firstRange(of: "_martlet_request() {")).upperBound
        let part = script[body...].prefix { $0 != "}" }
        for option in [
            "-X", "--header", "--data-urlencode", "--explain-cache", "--stream-json", "--tlsv1.3", "-Z", "--next",
        ] {
            #expect(part.contains("\(option) ") || part.contains("\(option))"), "\(option)")
        }
        #expect(!part.contains("--http2 ") && !part.contains("--loc "))
        #expect(try await ScriptRun.martlet(["request", "--version"]).text.contains("."))
        let keys = try await ScriptRun.martlet(["keys", "help"])
        #expect(keys.text == "" && keys.errors == "help has no key of its own: those of lists popup hold there\n")
    }

    @Test func manualPage() async throws {
        let page = try await ScriptRun.martlet(["manual"])
        #expect(page.status == .code(0))
        #expect(page.text.hasPrefix(".TH MARTLET 1"))
        for line in [
            ".SH NAME\n", ".SH SYNOPSIS\n", ".SH \"MARTLET SUB\"\n", ".SH \"MARTLET PUB\"\n",
            ".B \\-t, \\-\\-topic <topic>\n", ".SH \"PROFILE\"\n", ".SH \"IN SCRIPTS\"\n",
        ] {
            #expect(page.text.contains(line), "\(line)")
        }
        // Every request is one of a few: a line of text that begins with a full stop would vanish.
        let known = [".TH", ".SH", ".SS", ".TP", ".B", ".PP", ".RS", ".RE", ".nf", ".fi", ".IP"]
        for line in page.text.split(separator: "\n") where line.hasPrefix(".") {
            #expect(known.contains { line == $0 || line.hasPrefix("\($0) ") }, "\(line)")
        }
    }

    @Test func aChapterOfTheManual() async throws {
        let chapter = try await ScriptRun.martlet(["manual", "profile"])
        #expect(chapter.status == .code(0))
        #expect(chapter.text.hasPrefix("What you keep lives in one JSON file"))
        let unknown = try await ScriptRun.martlet(["manual", "nothing"])
        #expect(unknown.status == .code(1))
        let chapters =
            "views, profile, profile-format, in-scripts, expectations, values, conditions, streams, signing-in, themes, "
            + "filters"
        #expect(unknown.errors.contains("no chapter is called \"nothing\": \(chapters)"))
    }

    @Test func helpShowsExamplesFirst() async throws {
        for verb in ["sub", "pub", "rr"] {
            for option in ["--help", "-?"] {
                let run = try await ScriptRun.martlet([verb, option])
                #expect(run.status == .code(0))
                let example = try #require(run.text.firstRange(of: "martlet \(verb) -"))
                let usage = try #require(run.text.firstRange(of: "USAGE"))
                #expect(example.lowerBound < usage.lowerBound)
            }
            #expect(try await ScriptRun.martlet([verb, "--version"]).status == .code(0))
        }
    }

    @Test func optionsFiles() async throws {
        let broker = try await Mosquitto.start()
        let folder = try Scratch.newFolder("options")
        try "-h 127.0.0.1\n-p \(broker.port(of: .password))\n-u alice\n-P secret\n".write(
            toFile: "\(folder)/mosquitto_pub", atomically: true, encoding: .utf8)
        try FileManager.default.createDirectory(atPath: "\(folder)/martlet", withIntermediateDirectories: true)
        try "-h 127.0.0.1\n-p \(broker.port(of: .password))\n-u alice\n-P secret\n-v\n".write(
            toFile: "\(folder)/martlet/sub", atomically: true, encoding: .utf8)
        let own = ["XDG_CONFIG_HOME": folder]
        #expect(try await ScriptRun.martlet(["pub", "-t", "o", "-m", "x", "-r"], environment: own).status == .code(0))
        #expect(try await ScriptRun.martlet(["sub", "-t", "o", "-C", "1"], environment: own).text == "o x\n")
        let named = ["sub", "-o", "\(folder)/mosquitto_pub", "-t", "o", "-C", "1"]
        #expect(try await ScriptRun.martlet(named).text == "x\n")
        #expect(try await ScriptRun.martlet(["sub", "-o", "/nonexistent", "-t", "o"]).status == .code(1))
    }

    /// Letters that say how TLS is spoken do not turn it on, as with mosquitto's programs; nobody thinks that it is.
    @Test func lettersOfTLSInClearAreTold() async throws {
        let broker = try await Mosquitto.start()
        let at = ["-h", "127.0.0.1", "-p", "\(broker.port())", "-t", "a"]
        let ciphers = ["--ciphers", "ECDHE-RSA-AES256-GCM-SHA384"]
        for verb in [["sub", "-E"], ["pub", "-n"], ["wire", "-C", "1"], ["expect", "--never", "--within", "1ms"]] {
            let run = try await ScriptRun.martlet(verb + at + ciphers)
            #expect(
                run.errors == "martlet \(verb[0]): --ciphers does nothing without TLS: --tls turns it on\n"
                    && run.status == .code(0), "\(run.errors)")
        }
        let several = try await ScriptRun.martlet(
            ["sub", "-E", "--insecure", "--tls-version", "tlsv1.3"] + ciphers + at)
        #expect(several.errors.hasPrefix("martlet sub: --insecure, --tls-version and --ciphers do nothing without TLS"))
        for quiet in [["--quiet"], ["--no-tls"]] {
            #expect(try await ScriptRun.martlet(["sub", "-E"] + at + ciphers + quiet).errors == "")
        }
        let secure = try await ScriptRun.martlet(
            ["sub", "-E", "-h", "localhost", "-p", "\(broker.port(of: .tls))", "-t", "a", "--cafile"]
                + [broker.certificates.authority] + ciphers)
        #expect(secure.errors == "" && secure.status == .code(0))
    }

    @Test func savedConnection() async throws {
        let broker = try await Mosquitto.start()
        let file = try Scratch.newFolder("profile") + "/profile.json"
        try """
        {"version": 1, "connections": [
          {"name": "home", "url": "mqtts://localhost:\(broker.port(of: .tls))", "clientID": "saved-{{random}}",
           "tls": {"ca": "\(broker.certificates.authority)"}},
          {"name": "closed", "url": "mqtt://127.0.0.1:\(broker.port(of: .password))", "protocol": "3.1.1", "username": "alice",
           "password": {"command": ["printf", "secret\\\\nmore"]}}]}
        """.write(toFile: file, atomically: true, encoding: .utf8)
        for name in ["home", "closed"] {
            let saved = ["--profile", file, "-b", name]
            let pub = try await ScriptRun.martlet(["pub"] + saved + ["-t", "cmd/\(name)", "-m", name, "-r"])
            #expect(pub.status == .code(0), "\(pub.errors)")
            #expect(
                try await ScriptRun.martlet(["sub"] + saved + ["-t", "cmd/\(name)", "-C", "1"]).text == "\(name)\n")
        }
        #expect(broker.log.contains("as saved-"))
        let nobody = try await ScriptRun.martlet(["sub", "--profile", file, "-b", "away", "-t", "a"])
        #expect(nobody.status == .code(1))
        #expect(nobody.errors.contains("there are home, closed"))
        #expect(
            try await ScriptRun.martlet(["sub", "--profile", "/nonexistent", "-b", "home", "-t", "a"]).status
                == .code(1))
    }

    /// Headers of a saved connection go with the upgrade; one that could forge another goes nowhere.
    @Test func webSocketHeaders() async throws {
        let heads = Mutex<[String]>([])
        let server = try await ScriptedServer.start { connection in
            let head = try await connection.request()
            heads.withLock { $0.append(head) }
            try await connection.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
        }
        let file = try Scratch.newFolder("profile") + "/profile.json"
        func keep(_ header: String) throws {
            try """
            {"version": 1, "connections": [{"name": "web", "url": "ws://127.0.0.1:\(server.port)/mqtt", "headers": [
              {"name": "X-Off", "value": "1", "enabled": false}, \(header)]}]}
            """.write(toFile: file, atomically: true, encoding: .utf8)
            #expect(chmod(file, 0o600) == 0)
        }
        let saved = ["--profile", file, "-b", "web", "-t", "a"]
        try keep(#"{"name": "X-Token", "value": "fine"}"#)
        #expect(try await ScriptRun.martlet(["sub"] + saved).errors.contains("answered HTTP 403"))
        // It has told the answer: what it asked with is here.
        let head = heads.withLock { $0.first ?? "" }
        #expect(head.contains("\r\nX-Token: fine\r\n") && !head.contains("X-Off"), "\(head)")
        #expect(try await ScriptRun.martlet(["profile", "check", "--profile", file]).status == .code(0))
        for (header, words) in [
            (#"{"name": "X-Token", "value": "a\r\nX-Evil: 1"}"#, "X-Token: its value holds a carriage return (CR)"),
            (#"{"name": "X Token", "value": "a"}"#, "X Token: 'X Token' is no name of a header"),
        ] {
            try keep(header)
            for verb in [["sub"], ["pub", "-n"], ["rr", "-n", "-e", "b"]] {
                let run = try await ScriptRun.martlet(verb + saved)
                #expect(run.status == .code(1))
                #expect(run.errors.hasPrefix("martlet \(verb[0]): -b web: WebSocket header \(words)"), "\(run.errors)")
            }
            let check = try await ScriptRun.martlet(["profile", "check", "--profile", file])
            #expect(check.status == .code(1))
            #expect(check.text.contains("$.connections[0].headers[1]: WebSocket header \(words)"), "\(check.text)")
        }
        let host = try await ScriptRun.martlet(["sub", "--ws", "-h", "127.0.0.1\r\nX-Evil: 1", "-t", "a"])
        #expect(host.status == .code(1) && host.errors.contains("holds a space or a control character"))
        #expect(heads.withLock { $0.count } == 1)
    }

    @Test func waysIn() async throws {
        let broker = try await Mosquitto.start()
        let proxy = try SOCKSServer()
        try await Command.run(
            .mosquittoPub, ["-h", "127.0.0.1", "-p", "\(broker.port())", "-t", "w", "-m", "way", "-r"])
        let certificates = broker.certificates
        let client = certificates.client
        for way in [
            ["--proxy", "socks5h://127.0.0.1:\(proxy.port)", "-h", "broker.example", "-p", "\(broker.port())"],
            ["--unix", broker.unixSocket], ["--ws", "-h", "127.0.0.1", "-p", "\(broker.port(of: .webSocket))"],
            ["--cafile", certificates.authority, "-p", "\(broker.port(of: .tls))"],
            [
                "--cafile", certificates.authority, "-p", "\(broker.port(of: .tls))", "--tls-version", "tlsv1.2",
                "--ciphers", "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES256-GCM-SHA384",
            ],
            [
                "--capath", certificates.folder, "-p", "\(broker.port(of: .mutualTLS))", "--cert", client.certificate,
                "--key", client.key,
            ],
            ["--cafile", certificates.otherAuthority, "--insecure", "-p", "\(broker.port(of: .wrongHost))"],
            ["-L", "mqtt://127.0.0.1:\(broker.port())/w", "-A", "127.0.0.1"],
            ["-L", "wss://localhost:\(broker.port(of: .secureWebSocket))/w", "--cafile", certificates.authority],
        ] {
            let topic = way.contains("-L") ? [] : ["-t", "w"]
            let run = try await ScriptRun.martlet(["sub"] + way + topic + ["-C", "1", "-W", "15"])
            #expect(run.text == "way\n", "\(way) \(run.errors)")
        }
        #expect(proxy.requests == ["name broker.example:\(broker.port())"])
    }

    /// A key that both sides know, with a listener that has no certificate: the letters are those of every verb.
    @Test func preSharedKey() async throws {
        let folder = try Scratch.newFolder("psk")
        try "sensor:00ff8040c0ffee\n".write(toFile: "\(folder)/keys", atomically: true, encoding: .utf8)
        let port = FreePorts.find(1)[0]
        var options = Mosquitto.Options()
        options.openListenerSettings = [
            "listener \(port) 127.0.0.1", "psk_file \(folder)/keys", "psk_hint hint", "allow_anonymous true",
        ]
        let broker = try await Mosquitto.start(options)
        _ = broker
        let keyLog = "\(folder)/log"
        let at = [
            "sub", "-h", "127.0.0.1", "-p", "\(port)", "--psk-identity", "sensor", "-t", "a", "-E", "--tls-keylog",
            keyLog,
        ]
        let right = try await ScriptRun.martlet(at, environment: ["MARTLET_PSK": "00ff8040C0FFEE"])
        #expect(right.status == .code(0), "\(right.errors)")
        #expect(try String(contentsOfFile: keyLog, encoding: .utf8).contains("CLIENT_RANDOM"))
        for wrong in [["--psk", "11"], ["--psk", "00ff8040c0ffee", "--psk-identity", "nobody"]] {
            let refused = try await ScriptRun.martlet(at + wrong)
            #expect(refused.status == .code(1))
            #expect(refused.errors.contains("did not accept the shared key (PSK)"), "\(refused.errors)")
        }
        let without = try await ScriptRun.martlet([
            "sub", "-L", "mqtts://127.0.0.1:\(port)/a", "-E", "--insecure",
        ])
        let advice = "or the shared key and its name (--cert and --key, or --psk"
        #expect(without.errors.contains(advice), "\(without.errors)")
        let file = "\(folder)/profile.json"
        try """
        {"version": 1, "connections": [
          {"name": "box", "url": "mqtts://127.0.0.1:\(port)",
           "tls": {"psk": {"env": "BOX_KEY"}, "pskIdentity": "sensor", "keyLog": "\(folder)/saved"}}]}
        """.write(toFile: file, atomically: true, encoding: .utf8)
        let saved = ["sub", "--profile", file, "-b", "box", "-t", "a", "-E"]
        let key = ["BOX_KEY": "00ff8040C0FFEE"]
        let kept = try await ScriptRun.martlet(saved, environment: key)
        #expect(kept.status == .code(0), "\(kept.errors)")
        #expect(try String(contentsOfFile: "\(folder)/saved", encoding: .utf8).contains("CLIENT_RANDOM"))
        // A letter goes before what is saved, and its name brings its own key.
        let letter = try await ScriptRun.martlet(saved + ["--psk", "00ff8040c0ffee"], environment: ["BOX_KEY": "11"])
        #expect(letter.status == .code(0), "\(letter.errors)")
        let named = try await ScriptRun.martlet(saved + ["--psk-identity", "sensor"], environment: key)
        #expect(named.errors.contains("--psk-identity needs the key: add --psk, or set $MARTLET_PSK"))
        let load = try await ScriptRun.martlet([
            "load", "-h", "127.0.0.1", "-p", "\(port)", "--psk-identity", "sensor", "--psk", "00ff8040c0ffee", "-W",
            "20",
        ])
        #expect(load.status == .code(0), "\(load.errors)")
    }
}
