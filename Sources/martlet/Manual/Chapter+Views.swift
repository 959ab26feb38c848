import Scripts

extension ManualPage.Chapter {
    /// What stands on the screen, view by view.
    static let views = Self(
        title: "VIEWS",
        text: #"""
            Five views, each with its number: 1 Explore, 2 REST, 3 Load, 4 Connections, 5 Wire. `Tab` goes from pane to
            pane, `z` gives one all of the screen, `C-p` finds everything by name, `?` has the keys of the pane first.
            From 80x24 up panes stand beside each other, down to 40x10 there is one at a time. Those without a place come up
            when `Tab` goes to them: in Explore the open request on fewer than 32 rows, in Load all but two of six below
            150x42.

            - Mouse: a click gives a pane the keys and a row the bar, presses a tab, a hint, `[Send]` or a box, chooses
              a word of a form, puts the cursor in a text; a double click opens; the wheel turns what is under the
              pointer and leaves the selection; a border that is dragged makes panes larger, and so do `(` `)` `{` `}`
              (`M-=` gives the usual sizes back; the profile keeps them). `;` or `M-j` puts letters on panes, tabs and
              fields: a letter goes there. `M-m` gives the mouse to the terminal, to select text with, and takes it
              back; `"settings": {"mouse": false}` does for good.
            - Clipboard: copies go to the terminal (OSC 52, through tmux too) and, on a desktop, to `wl-copy`, `xclip`
              or `xsel` as well. Addresses in payloads and answers are links (OSC 8) where the terminal is known to
              have them; `FORCE_HYPERLINK=0` or `1` decides otherwise.
            - Slow lines: frames that no key asks for take about 18 kB/s and are never fewer than four a second;
              `--slow` draws the next when the terminal has shown the last, `--stats` shows what frames take.
            - Pictures: `M-p` writes the screen as one at any time, `--screenshot FILE.svg` (`.ansi`, `.txt`) the last.
            - Reports: `--log FILE` writes what happens, without secrets (`--log-level`); behind 8 MiB it goes on in a new
              file, and the one before is `FILE.1`.
            - Editor: texts are edited in `$VISUAL`, or `$EDITOR`, or what the system has; pagers are `$PAGER`.
            - Memory: `--memory 256MB` bounds what each open connection keeps; what is evicted, cut (`--max-payload`)
              or refused is counted in the status line. A message of most of the budget is kept until newer ones of a
              quarter of the budget have come: for so long up to a quarter more is held, and the status line says so.
            - Rates: those of topics, and messages and bytes a second in the status line, are of about the last eight
              seconds, and fade out over another eight.

            Explore shows topics as a tree, their messages, and one message. Without `-t` it subscribes to `#` and
            `$SYS/#`; `-V auto` (the default) tries MQTT 5 and falls back to 3.1.1. A broker that breaks the standard
            is shown all the same: its messages are marked `!`, the rule and its section are named and counted in the
            status line, and the connection stays as long as the stream can be read; `--strict` closes, where the
            standard allows it. `u` in Messages lists the addresses that a device announces (Home Assistant, Tasmota,
            Shelly). `=` goes from a topic to its twin, the resource that tells the same, and shows where the two
            differ; the rule is proposed from the names and kept in `settings.twins`.

            `p` on a topic opens the composer of publishes with its last payload, whose place the first letter takes (an
            arrow keeps it); `C-s` sends and shows what the broker answered and how long it took, for QoS 2 step by
            step. `C-o` turns to properties and to sending: every so often, so many times, the lines of a file, or as a
            request whose reply is caught. `C-t` saves it in the profile, `M-y` copies it as a command for a shell; `P`
            lists what was sent, what runs and what is saved.
            `r` on a topic lists its retained messages.

            REST composes requests; a pasted `curl` command is one. Answers are shown as they come. One that has no end
            (`text/event-stream`, lines of JSON, JSON sequences, parts that replace each other), and a WebSocket
            (`ws://`, `wss://`), is a list of events in tab Events, read, paused, filtered, compared and charted as
            messages are (chapter STREAMS). Each request keeps its answers (100, and of all 64 MiB in memory and 2 GiB
            in files): `<` and `>` go through them, `H` lists them, `v` compares one with the one before, `c` draws
            their numbers; `H` in Requests opens what was answered then, after a restart too: of each answer 64 kB, of
            all 16 MB, lie in `$XDG_STATE_HOME/martlet/answers` (mode 0600, dots for secrets, the oldest go and are
            counted; `"keepAnswers": false` in the settings keeps none). Tab Raw has the bytes as they came.

            Tab Links (`u`) has all that an answer links to, in whatever format: `Link` and `Location` fields, HAL with
            HAL-FORMS, Siren, JSON:API, Collection+JSON, OData, Hydra, link-format, Atom, HTML, problem details, the
            forms of a Thing, lists of `rel` and `href`, and what looks like a URL. `Enter` follows with GET, on a URL in the body too; other
            methods open in the composer, filled in; templates (RFC 6570) ask for their values. `B` and `F` go back and
            forth without sending. What says who asks goes to another server only when you say so. `a` asks for all
            pages of a list and joins them: the item under the cursor names its page. `T` opens a W3C Thing
            Description, of an answer or a message: properties, actions and events over HTTP and MQTT. `O` tells what
            can be asked. Tab Cache says what caches may do with the answer, by which field and section, and `t` tries
            it; conditions and 412 are in chapter CONDITIONS. `V` in Message and Response, or `Enter` on a value, puts
            it in a variable (chapter VALUES), `C` makes a check of it; tab Checks of Request has them all, judged as
            they are typed. `M-e` sends a request again and again, with counts, 304s and a chart in `P`.

            Load shows what the broker says of itself under `$SYS`, whatever its dialect, with units; rates are per
            second. What a broker does not publish is "not published"; what it did not repeat has not changed. Where
            there is no `$SYS`, it says why, and shows what martlet measures itself. `Tab` goes on to Curve (the marked
            tiles over time), Top (topics, subtrees and patterns by messages, bytes and share over 10 s, 1 min and
            5 min), Health (late against their own rhythm, silent, bursting, offline), Log and Clients. `c` on a topic,
            a level or a JSON field draws its numbers, `f` chooses others, `w` writes them as CSV.

            Wire shows what went over the wire, MQTT and HTTP on one clock: a handshake is one row with the time of
            each step (`Space` unfolds it, `+` all), an open one says for how long, and below it stands every field of
            the selected packet with the standard's name and section beside its bytes. What breaks a rule is marked and
            counted, a smaller QoS than asked among it; `v` shows only those. `/` takes text, Wireshark's names
            (`mqtt.qos > 0`, `http.response.code >= 400`) and `open`, `done`, `failed`; `m` counts time and bytes from
            a row on; `J` goes to the message or the answer, `i` there comes back. Passwords are dots, in the bytes
            too, until `S`. 4 MB of a connection are kept until the view is opened first, 16 MB
            (`settings.wireMemory`) from then on; what goes is counted. `SSLKEYLOGFILE` has the keys of both halves
            written for Wireshark.

            What is to be seen there can be provoked: `x` composes a message and cuts the line right behind it, so that
            it goes again with DUP; `D` in view 4 leaves without DISCONNECT; `s` in Topics takes several filters,
            blanks between, for one SUBSCRIBE. `M-r` races a topic against a request that tells the same: bytes,
            requests, how late each change was seen, idle hours and the break-even, live, with a table to copy
            (`martlet race` for scripts). `M-u` sends the open request or the composed publish and expects a message of
            it (`martlet expect`).
            """#)
}
