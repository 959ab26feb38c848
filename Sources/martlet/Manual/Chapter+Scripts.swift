import Scripts

extension ManualPage.Chapter {
    /// What `sub`, `pub` and `rr` do as mosquitto's programs, and what otherwise.
    static let scripts = Self(
        title: "IN SCRIPTS",
        text: #"""
            `sub`, `pub` and `rr` take the letters of mosquitto's programs (2.1) and mean the same by them, on the
            wire too: MQTT 3.1.1 (5 for `rr`), an empty client identifier, keep alive 60, and with MQTT 5 a Receive
            Maximum of 20. A value is the next word, whatever it looks like. They end with 0, with the CONNACK's
            code when the broker refuses, with 27 when the time of `-W` is over, and 1 for other errors; nothing but
            data is on standard output, and an error is one line on standard error. A connection that was there and
            is lost ends `rr`, `retained` and `pub` of one message with 7; `sub`, `pub -l` and `wire` say so, connect
            again and go on; `race`, `expect` and `load` end with 1. What is different, on purpose:

            - `-C 5` acknowledges five messages; with a kept session the sixth is still there the next time.
            - A closed pipe ends them at once, not at the next message. A slow reader of standard output stops
              neither pings nor the connection.
            - On a terminal control characters of a payload or topic are shown by their pictures (`␛`), and what
              turns the direction of text by its number; in a pipe or a file they are what was sent.
            - What `sub` has acknowledged it prints before it ends, after C-c, TERM and `-W` too. A reader that then
              takes nothing for 5 s is not waited for, nor is any after a second signal: how many messages are not
              printed is said, and the exit code is not 0.
            - With `pub -l -q 2` a line is called delivered at PUBCOMP alone. When the broker loses its session
              before it, nobody knows whether the line arrived: those are counted, and the exit code is 7.
            - `pub -l` gives a message up behind which the broker closes twice, says so, goes on with the other
              lines and ends with 1.
            - Widths in `-F` count characters, not bytes. `%j` of a payload with a NUL goes on behind it. A number
              in `%J` keeps its text, which mosquitto's programs round.
            - `--json` has always the same keys: `time` (UTC, microseconds), `topic`, `qos`, `retain`, `duplicate`,
              `packetID`, `properties`, `encoding` (`utf8`, or `base64` where the payload is not UTF-8), `payload`.
              Two more come where the broker breaks the standard: `topicEncoding` (`base64`) behind a topic that is
              not UTF-8, and `violation` (what is wrong). Without `--json` it is said once on standard error.
            - `-b NAME` opens a saved connection as the screen does, with the variables of the environment chosen
              last or of `--env`: the broker is sent the same CONNECT, but for what a letter says. A password that is
              asked of a person is asked at the terminal, or is `$MARTLET_PASSWORD`.
            - `$MARTLET_URL`, `$MARTLET_USERNAME`, `$MARTLET_PASSWORD`, `$MARTLET_KEY_PASSWORD` and `$MARTLET_PSK`
              stand for what a command line should not show. Options are also read from `-o FILE`, one a line,
              before those that are typed. Without it `sub`, `pub`, `rr` and `retained` read
              `$XDG_CONFIG_HOME/martlet/VERB`, else mosquitto's own file there (`mosquitto_sub`, `_pub`, `_rr`);
              `wire`, `race` and `expect`, which a word or a file of steps tells the broker, read none.
            - TLS is turned on by `--tls`, `--cafile`, `--capath`, `--cert`, `--key`, `--psk`, `--psk-identity`,
              `--server-name`, `--tls-use-os-certs`, `mqtts://`, `wss://` and port 8883. `--insecure`, `--tls-alpn`,
              `--tls-version`, `--ciphers` and `--tls-keylog` say how and not whether, as with mosquitto's programs:
              without TLS they do nothing, which a line on standard error says. In `explore` and `load` each turns it
              on.
            - There is no SRV look-up (`-S`) and no engine for keys.
            """#)
}
