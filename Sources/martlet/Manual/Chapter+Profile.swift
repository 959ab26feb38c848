import Scripts

extension ManualPage.Chapter {
    /// The file of what is kept: its settings, its secrets, what happens to it.
    static let profile = Self(
        title: "PROFILE",
        text: #"""
            What you keep lives in one JSON file, `$XDG_CONFIG_HOME/martlet/profile.json`
            (`~/.config/martlet/profile.json` without it, or `--profile FILE`): connections, environments, requests,
            publishes and settings. View 4 edits connections and variables; the file is yours to edit too: what is
            written to it is on the screen within a second, and `martlet profile check` says what is wrong with it.
            What is changed there counts from the next attempt to connect on, whatever starts it. Chapter PROFILE FORMAT has
            all that may stand in it.

                {
                  "version": 1,
                  "connections": [
                    {
                      "name": "home",
                      "url": "mqtts://broker.example:8883",
                      "username": "me",
                      "password": {"env": "HOME_MQTT_PASSWORD"},
                      "subscriptions": [{"filter": "home/#", "qos": 1}, {"filter": "$SYS/#"}]
                    }
                  ],
                  "environments": [{"name": "dev", "variables": {"base": "http://127.0.0.1:8000", "token": {"file": "~/.token"}}}],
                  "settings": {"theme": "nord", "memory": "64MB", "wrap": false, "keys": {"topics": {"x": "none"}}, "connection": "home"}
                }

            Paths with `$XDG_CONFIG_HOME` are in `~/.config` where that is not set, those with `$XDG_STATE_HOME` in
            `~/.local/state`, here and in the other chapters.

            - Keys: `settings.keys` says place by place what a key does, `none` for nothing, in panes, popups and in
              what is typed into; `martlet keys` has the words. `settings.keyPreset` says what they start from: `vim`,
              or `arrows` without its letters. Only what has no action in its place is text: `{"request": {"C-s":
              "none", "C-g": "send"}}`, `{"field": {"C-g": "back"}}`.
            - All of `settings` is in the palette too, under its name there: `setting memory`, `setting twins`.
            - Sizes, hints, mouse: `settings.panes` has the sizes of panes in thousandths of what they divide
              (`{"topics.width": 400}`), `settings.hiddenHints` the hints on topics that are not given again (`M-h`
              takes one off, where one types and where one looks; the palette's "setting hiddenHints" brings them back); `"mouse": false` leaves the mouse to the
              terminal. What was taken from the palette is kept in `$XDG_STATE_HOME/martlet/palette` (mode 0600),
              without topics and without URLs that are not saved.
            - Saved without being asked, half a second after a change and at the end: a new file beside the old one,
              on the disk before it takes its name. A kill at any moment leaves the old file or the new one, whole.
              What martlet does not know in the file stays, at every level. What cannot be written (a full disk) is
              tried again at intervals and at the end; then `q` asks: elsewhere, lose, stay.
            - Quitting (`q`, and `c` in view 4) names the publishes that wait for a broker and asks: wait for it,
              drop them, stay. TERM and HUP say how many were dropped; requests that are typed and not saved come back
              at the next start, from a file of mode 0600 in `$XDG_STATE_HOME/martlet` without secrets.
            - Two programs on one file are brought together item by item; where both have changed the same item you
              are asked (`m` mine, `t` theirs, `b` both).
            - A damaged file is never written over: the first change gives it the name `profile.json.damaged`. A
              file of a newer martlet is only read.
            - Secrets: a string, or `{"env": NAME}`, `{"file": PATH}`, `{"command": ["pass", "show", "home"]}` (no
              shell, first line, 20 seconds), `{"prompt": true}`, `{"token": REQUEST}` (`martlet manual
              signing-in`). They are found when they are needed and shown as dots; `K` (`M-k` in Requests)
              turns one that stands in the file into a reference: to a file in the folder `secrets` beside the profile, which
              it writes, to a variable of the environment, or to a question. The screen asks once before it runs a
              command (kept in `$XDG_STATE_HOME/martlet/commands`). What a name calls secret (`Authorization`,
              `Cookie`, `?api_key=`, `"password"`, ...) is dots in Sent, `-v`, errors and `profile show`, `$NAME` in
              copied commands, a variable in the history. The file has mode 0600, its folder 0700; wider modes are
              warned about.
            - TLS with a broker: `"tls": {"psk": SECRET, "pskIdentity": "sensor"}` is a key shared with it, in hex, in
              the place of `ca` and `certificate`; beside them stand `ciphers`, `version` (`tlsv1.2`, `tlsv1.3`),
              `keyLog` (a file, for Wireshark) and `systemAuthorities` (trusted beside `ca`).
            - Several connections are open at once: `C-n` and `C-b` switch, `C-o` opens or switches by name, view 4
              lists them with state and rates. Each keeps up to `--memory` bytes of its own, and of what went
              over the wire up to 16 MB (`settings.wireMemory`). `t` tests one step by step: name, TCP, TLS, CONNACK,
              subscriptions, round trips, features, sizes; what the last test of each broker has found is kept in
              `$XDG_STATE_HOME/martlet/brokers` (mode 0600, without secrets).
            - Environments are sets of variables for `{{name}}`; `E` switches to the next one.
            - Presets: `martlet profile preset list`, `show NAME` and `add NAME`, or "add preset" in the palette, bring a
              folder of requests and an environment for Google Cloud Pub/Sub, the data plane of AWS IoT, and the
              management of RabbitMQ and EMQX 5; what is there by these names stays as it is.
            - Cookies (RFC 6265bis) are kept by environment, of no environment too, in
              `$XDG_STATE_HOME/martlet/cookies` (mode 0600, a file that `curl -b` reads, for each profile its own; the
              demo keeps none). They go along with saved and typed requests and with `martlet run`; the request shows
              the `Cookie` field before it is sent, with dots, and `C` lists what is near with the reason why it is
              not sent (`Space` switches one off, `Enter` edits, `v` shows values, `i` and `w` read and write files
              of Netscape's form). `"options": {"cookies": false}` in a request, or its Options, sends and keeps none;
              `--no-cookies` does so for one `run`; `martlet request -b env:NAME` uses an environment's. `martlet
              cookies list|import|export|clear` does the same without a screen. What a server sets and may not set is
              told at the answer. Secure cookies go over TLS, and to this machine in clear. SameSite is told and not
              asked for: a request from here comes from no site. Public suffixes (`co.uk`) are known where the system
              has `/usr/share/publicsuffix/public_suffix_list.dat`; without it a name of one label alone is refused.
            """#)
}
