import Text

/// What the monkey pastes.
enum MonkeyTexts {
    private static let texts = [
        "curl 'http://127.0.0.1/echo' -H 'content-type: application/json' --data-raw '{\"a\": [1, {\"b\": null}]}'",
        "curl -X PUT -u me:secret -d a=1 -d b=2 -G http://127.0.0.1/:id/{name}?q={{base}} | jq .",
        "{\"temperature\": 21.4, \"tags\": [\"a\", \"b\"], \"on\": true, \"deep\": {\"er\": {\"est\": [[[[1]]]]}}}",
        "<a b='c'><d>text</d><!-- e --></a>", "home/+/lamp/#", "$SYS/broker/#", "re:^(home|garden)/[a-z]+$", "re:((((",
        "topic:home/+ 21", "$..temperature", "$[?@.value > 20 && match(@.name, 'a.*')]",
        "{{base}}/{{token}}/{{nothing}}",
        "{{uuid}} {{randomInt 1 6}} {{pick a b}} {{'{{'}}", "mqtt://127.0.0.1:1", "mqtts://[::1]:8883",
        "ws://127.0.0.1/mqtt",
        "unix:socket", "line one\nline two\n\tline three\n", "name: value", "0x00ff", "e\u{301}\u{302}\u{303}",
        "\u{202E}right to left\u{202C} שלום مرحبا", "👨‍👩‍👧‍👦🇨🇭👍🏽", "$VARIABLE", "file:nothing.txt", "a=1&b=2", "500 ms", "-1",
        "99999999999999999999", "", " ", "\n\n\n",
    ]

    static func paste(_ random: inout SplitMix64) -> String {
        let text = random.one(of: texts)
        switch random.below(40) {
        case 0: return String(repeating: text + " ", count: 100_000 / (text.utf8.count + 1))
        case 1:
            return String(
                repeating: random.one(of: ["x", "{", "[", "a/", "{{a}}", "é", "\u{301}", "'"]), count: 100_000)
        case 2..<6: return String(repeating: text, count: 1 + random.below(200))
        default: return text
        }
    }
}
