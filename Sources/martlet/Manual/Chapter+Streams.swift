import Scripts

extension ManualPage.Chapter {
    /// Answers that have no end, WebSockets, and GraphQL.
    static let streams = Self(
        title: "STREAMS",
        text: #"""
            An answer may have no end: an event stream (`text/event-stream`, SSE), a JSON value on each line
            (`application/x-ndjson`, `jsonl`), a JSON sequence (RFC 7464), parts that replace each other
            (`multipart/x-mixed-replace`). Nothing waits for that end, and no time-out holds for such a body.

            - In view REST Response has a tab Events then: each event is a row with its time, name, id, size and
              beginning, the selected one is read below, as messages are. `Space` pauses, `/` filters (text,
              `topic:NAME` for names), `f` keeps the selected one's name alone, `v` compares with the event before
              of that name, `J` asks a path, `c` charts the numbers, `Enter` goes into what is read, `Esc` or `C-c`
              ends it. 16 MiB are kept of a stream; what was let go is counted. The first bytes as they came stand in
              Body.
              Tab Checks has what came of the request's checks by the head, and by the last event that came.
            - An event stream that ends is asked for again after what its `retry` says, 3 s without one, with
              `Last-Event-ID`; failures in a row double the wait up to a minute. 204, another status and another type
              end it: 204 is a good end, another type ends a verb with 56. That is done for GET alone.
            - `martlet request --stream URL`, and `martlet run NAME --stream`, write each event as a line as it comes:
              `12:31:05.104  temperature  #17  {"celsius":21.4}`. With `--stream-json` (`--json` of `run`) a line is
              `{"at":…,"event":…,"id":…,"encoding":"utf8","data":…}`; `encoding` is `base64` where `data` is no
              UTF-8. `--count N` and `--for TIME` end it; the exit code is 28 when the time is over before the
              count, or before there is an answer. `run` makes the checks of the request: what speaks of status and header fields once, what speaks of
              a body of each event, whose data is `$`; it ends with 4 when one is not met: the first event that did not
              pass is told, and in the end how many did not. What has another type is read line by line.
              `--no-reconnect` ends with the connection.
            - `ws://` and `wss://` open a WebSocket (RFC 6455) with the fields and cookies of the request; a field
              `Sec-WebSocket-Protocol` offers sub-protocols. Its messages are events named text, binary, ping, pong and
              close; what was sent stands below `sent/`. `s` sends a message on the screen, each line of standard input
              is one with `martlet request --stream ws://...`; a body of the request is the first message. A code other
              than 1000, 1001 and 1005 ends with 56, an answer that opens none with 22. It is asked for with GET and
              without -X, -L and -C; `-v` tells what was said to open it. Whoever ends it here (`--count`, `--for`, a signal, `Esc` or `C-c`, `q`)
              says good-bye with 1000 and waits for theirs, a second at most; what breaks RFC 6455 is told with its section, and closed with 1002, 1007 or 1009.
              An HTTP proxy is asked to connect on; through SOCKS it does not go.

            A body may be of the kind GraphQL (`"body": {"graphql": "..."}` in the profile): the query, an empty line, the
            variables as JSON, which are checked. It goes out as JSON with `query`, `operationName` and `variables`,
            and asks for `application/graphql-response+json, application/json`. Of several operations a line
            `# operationName: NAME` says which is meant. An answer with `errors` is a failure whatever its status: the
            check `$.errors not exists` goes with every such request, is said beside the status, stands in tab
            Checks, and `martlet run` ends with 4.

            In the demo: the request "events" in the folder streams, or `martlet request --stream
            'http://127.0.0.1:PORT/events?topic=home/garden'`.
            """#)
}
