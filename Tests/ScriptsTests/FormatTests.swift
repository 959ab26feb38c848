import Glibc
import MQTT
import Testing

@testable import Scripts

/// `-F`, as the manual page of mosquitto_sub 2.1 describes it.
struct FormatTests {
    private func line(_ format: String, _ publish: Publish = Publish("a/b", "hello")) throws -> String {
        var output = MessageOutput(.format(try MessageFormat(format)))
        output.endsLine = false
        return try printed(output, publish).text
    }

    @Test(arguments: [
        ("%t %p", "a/b hello"), ("%l", "5"), ("%q%r%m", "000"), ("%x", "68656c6c6f"), ("%X", "68656C6C6F"),
        ("%%", "%"), ("@@", "@"), (#"\\ \t|\0|\a\e\n\r\v"#, "\\ \t|\0|\u{7}\u{1B}\n\r\u{B}"), ("", ""),
        ("plain é", "plain é"),
        // Widths: the least for most, for a payload also the most.
        ("[%10t]", "[       a/b]"), ("[%-10t]", "[a/b       ]"), ("[%.2t]", "[a/]"), ("[%5.2t]", "[   a/]"),
        ("[%-5.2t]", "[a/   ]"), ("[%3l]", "[  5]"), ("[%03l]", "[005]"), ("[%-3l]", "[5  ]"),
        ("[%8p]", "[   hello]"), ("[%3p]", "[hel]"), ("[%-8p]", "[hello   ]"), ("[%08p]", "[000hello]"),
        // Hex in groups.
        ("%.2x", "68 65 6c 6c 6f"), ("%.2:X", "68:65:6C:6C:6F"), ("%.4-x", "6865-6c6c-6f"),
        ("%.1,x", "6,8,6,5,6,c,6,c,6,f"),
        ("[%12x]", "[  68656c6c6f]"), ("[%012x]", "[0068656c6c6f]"), ("[%-12x]", "[68656c6c6f  ]"),
        // Properties that are not there.
        ("[%3A|%C|%E|%F|%S|%R|%P|%D]", "[   ||||||||]".replacing("||||||||", with: "|||||||")),
    ])
    func fields(_ format: String, _ expected: String) throws {
        #expect(try line(format) == expected)
    }

    @Test func properties() throws {
        var properties = Properties()
        properties.contentType = "text/plain"
        properties.correlationData = [0x31, 0x32]
        properties.messageExpiryInterval = 60
        properties.payloadFormatIndicator = true
        properties.responseTopic = "re/ply"
        properties.subscriptionIdentifiers = [7]
        properties.userProperties = [UserProperty("a", "1"), UserProperty("b", "2")]
        properties.topicAlias = 3
        let publish = Publish("t", "x", qos: .atLeastOnce, retain: true, properties: properties)
        #expect(
            try line("%A %C %D %E %F %P %R %S %q %r %m", publish) == "3 text/plain 12 60 1 a:1 b:2 re/ply 7 1 1 7")
        #expect(try line("[%5E|%05E|%-5E|%-14C|%.4C]", publish) == "[   60|00060|60   |text/plain    |text]")
    }

    @Test func times() throws {
        setenv("TZ", "UTC", 1)
        #expect(try line("@Y-@m-@d @H:@M:@S.@N") == "2026-11-24 09:30:05.123456789")
        #expect(try line("%I") == "2026-11-24T09:30:05+0000")
        #expect(try line("%U") == "1795512605.123456789")
        #expect(try line("[%26I|%.4I]") == "[  2026-11-24T09:30:05+0000|2026]")
    }

    @Test func floats() throws {
        let single = withUnsafeBytes(of: Float(1.5)) { Publish("t", bytes: Array($0)) }
        let double = withUnsafeBytes(of: -2.25) { Publish("t", bytes: Array($0)) }
        #expect(
            try line("%f|%.1f|[%8.2f]|[%08.2f]|[%-8.2f]", single) == "1.500000|1.5|[    1.50]|[00001.50]|[1.50    ]")
        #expect(try line("%d|%.3d", double) == "-2.250000|-2.250")
        let wrong = try printed(MessageOutput(.format(try MessageFormat("<%d>"))), single)
        #expect(wrong.text == "<>\n")
        #expect(wrong.complaints == ["%d needs a payload of 8 bytes; the one on topic t has 4"])
    }

    /// Columns count characters, and no character is cut in two.
    @Test func widthsCountCharacters() throws {
        let publish = Publish("café/日本", "x")
        #expect(try line("[%10t]", publish) == "[   café/日本]")
        #expect(try line("[%.6t]", publish) == "[café/日]")
    }

    @Test(arguments: ["%", "%-", "%5", "%.2", "@", "\\", "%y", "\\q", "%99999999999999999999t", "%.2:", "%t%"])
    func whatIsWrongIsSaid(_ format: String) {
        #expect(throws: ScriptError.self) { try MessageFormat(format) }
    }

    @Test func plainOutput() throws {
        #expect(try printed(MessageOutput(.payload), Publish("t", "x")).text == "x\n")
        #expect(try printed(MessageOutput(.payload), Publish("t", "")).text == "")
        #expect(try printed(MessageOutput(.verbose), Publish("t", "x")).text == "t x\n")
        #expect(try printed(MessageOutput(.verbose), Publish("t", "")).text == "t (null)\n")
        var bare = MessageOutput(.verbose)
        bare.endsLine = false
        #expect(try printed(bare, Publish("t", "x")).text == "t x")
        #expect(try printed(bare, Publish("t", "")).text == "")
    }

    /// What a broker sends does not drive a terminal; what the format says does.
    @Test func terminalIsSafe() throws {
        var output = MessageOutput(.format(try MessageFormat(#"\e[1m%t\e[m %p"#)))
        output.isTerminal = true
        let hostile = Publish("t", bytes: Array("\u{1B}[2J\u{9B}é\t".utf8) + [0xFF, 0x41])
        #expect(try printed(output, hostile).text == "\u{1B}[1mt\u{1B}[m ␛[2J«U+009B»é\t«ff»A\n")
        // A topic is one line, in one direction.
        var verbose = MessageOutput(.verbose)
        verbose.isTerminal = true
        let topic = try printed(verbose, Publish("a\nb\tc\u{202E}d\u{1B}[m", "x\ny")).text
        #expect(topic == "a␊b␉c«U+202E»d␛[m x\ny\n")
    }
}
