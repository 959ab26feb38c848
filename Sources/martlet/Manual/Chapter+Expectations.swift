import Scripts

extension ManualPage.Chapter {
    /// Conditions, the checks of a request, and files of steps.
    static let expectations = Self(
        title: "EXPECTATIONS",
        text: #"""
            One grammar says what must be so of an answer or of a message: in the checks of a saved request, in `martlet
            run --assert` and `--until`, in `martlet expect --where` and in its files.

                status == 200 && $.sensors count >= 3
                header content-type contains json and duration < 500ms
                topic == home/hall/lamp && $.on == true && not $.error
                any $.tasks[*].state in [done, failed]

            - Of an answer: `status` (`2xx` is a class), `header NAME`, `duration` (500ms, 2s; a bare number is
              milliseconds). Of a message: `topic`, `qos`, `retain`, `property NAME` (those of MQTT 5: content-type,
              response-topic, and the user's). Of both: `size` in bytes, `body` or `payload`, `sha256`, `md5`, and a
              JSONPath `$...` (RFC 9535), which ends where its grammar ends.
            - Comparisons: `==` `!=` `<` `<=` `>` `>=`, `in [a, b]`, `contains`, `startsWith`, `endsWith`, `matches`
              (/pattern/, RFC 9485), `exists`, `isEmpty`, `isString`, `isNumber`, `isInteger`, `isBoolean`, `isNull`,
              `isList`, `isObject`; `not` before any of them. Without one it is asked whether it is there. `count` is
              how many values or elements there are, `length` characters or elements, `type` a word.
            - A value is a number, true, false, null, a word, or a text in quotes of either kind. Numbers are compared by
              their text: none is rounded. A string of JSON that looks like a number is none. `{{name}}` in a value is a
              variable; secrets are not compared with.
            - Of several values all must pass, with `any` before it one. What is not there passes nothing but `not
              exists`. `!` or `not`, `&&` or `and`, `||` or `or`, and brackets join tests.

            The checks of a request stand in the profile: `"checks": ["status == 200", "$.token exists"]`, one that is
            switched off as `{"check": "size < 100", "enabled": false}`. View REST has them in Request, tab Checks: `a` adds
            one, `t` offers what the answer suggests, `Enter` edits, `Space` switches off, `x` deletes, `M-Up` and `M-Down`
            move; `C` in Response makes one of the value under the cursor. They are judged at once by the answer that is
            shown; Response, tab Checks, has what came of them, and `martlet run` makes them and ends with 4 when one is not met. `--json`, `--tap`
            and `--junit FILE` report them.

            A file of steps for `martlet expect` is one JSON object:

                {
                  "url": "mqtt://127.0.0.1:1883",
                  "variables": {"base": "http://127.0.0.1:8000"},
                  "steps": [
                    {
                      "name": "the lamp goes on",
                      "request": {"method": "PUT", "url": "{{base}}/devices/lamp",
                                  "body": {"json": "{\"on\": true, \"brightness\": 40}"}},
                      "checks": ["status == 200"],
                      "bind": {"level": "$.brightness"},
                      "expect": [
                        {"topic": "home/hall/lamp", "where": "$.on == true", "within": "2s"},
                        {"topic": "home/alarm/#", "never": true, "within": "1s"}
                      ]
                    },
                    {
                      "name": "it goes off, and keeps its brightness",
                      "publish": {"topic": "home/hall/lamp/set", "payload": "{\"on\": false}", "qos": 1},
                      "expect": [
                        {"topic": "home/hall/lamp", "where": "$.on == false && $.brightness == {{level}}", "bind": {"left": "$.brightness"}}
                      ]
                    }
                  ]
                }

            It runs as it stands with `martlet demo --headless --port 1883 --http-port 8000`.

            - The file: `name`, `url` or `connection` (a saved one; letters on the command line win), `environment`,
              `variables`, `steps`.
            - A step: `name`; `request` or `publish`, each the name of a saved one or one in the form of the profile, or
              neither; `checks` and `bind` of the answer; `expect`; `inOrder`: true when the messages must come in the
              order of the list.
            - What is expected: `topic` (a filter), `qos`, `where`, `within` (2s unless told), `bind`, `retained`: true to
              count what the broker keeps, and one of `count` (so many or more, 1 unless told), `exactly`, `never`,
              `unchanged` (true, or the path of a value; with `retained` also from what the broker keeps), `rate`
              ([least, most] a second, of those that come within the time).
            - `bind` gives variables for the steps behind: a name, and `$.path`, `header NAME`, `status`, `body` or
              `topic`. A value that is missing fails its step.
            - Requests and publishes of steps may take `{{response:NAME#$.path}}` of the steps before, or of saved
              requests, which are sent for it, and `{{topic:TOPIC#$.path}}` of what came or of what the broker keeps
              (`martlet manual values`).
            - `where`, `topic` and `checks` are complete when their step begins: `{{name}}` there is what the file, the command
              line or a step before gave, not what the step itself binds. They may take `{{response:...}}`, too, but no
              `{{topic:...}}`.
            - Each step subscribes first and waits for the SUBACK. Messages count from the moment it sends, and the time
              from the answer's status line, from PUBACK or PUBCOMP, or from the write at QoS 0. Behind a step that is
              not met the others are skipped. A message that the broker refuses, a request without an answer and a
              refused subscription are errors: 1.

            On the screen `M-u` asks for the same: of the open request, of the publish in the composer, or of what comes
            anyway. It is watched over a connection of its own, the times are those of the wire; `Y` copies it as a
            command, `y` as a step of a file.

            `M-e` in view REST sends the open request again and again, as `martlet run --every`: every so often, so many
            times, so long, until a condition is so; by If-None-Match, with Retry-After obeyed, and never two at once.
            Checks and conditions are judged of the answer that a 304 confirms: its status and fields, and its body.
            Answers that differ are kept, those that follow them unchanged are counted. `P`, list Running, has them beside
            the publishes that are repeated, to halt, stop and chart; another method than GET and HEAD is asked about once.
            """#)
}
