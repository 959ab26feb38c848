import Scripts

extension ManualPage.Chapter {
    /// Values of answers and of topics in requests and publishes.
    static let values = Self(
        title: "VALUES",
        text: #"""
            A request may take values of the answers to saved requests and of topics, wherever it may hold `{{name}}`: in
            its URL, the server in it too, path parameters, query, headers, sender and body, and in variables. So may a
            publish on the screen, each message of a run as its calls say, and what is expected of it.

                {{response:login#$.token}}                   a value of JSON (RFC 9535) in the last answer to login
                {{response:login#status}}                    its status; header:location, body and size as well
                {{response 'users/log in' 'header location' 5min}}   names with blanks stand in quotes
                {{topic:home/kitchen/temperature#$.Value}}   a value of the last message of a topic; without # all of it
                {{topic 'my lamp' '$.on' 10s}}               no older than that

            - When the other request is sent for it, a last word says: `missing` (as without a word) when it has no answer
              yet, `5min` when its answer is older than that, `always` each time, `never` not at all: its answer counts,
              however old. What several values and several requests need at once is sent once. Only answers that came in
              the environment that holds count, and `martlet run` keeps none from earlier runs: there the other request is
              sent at first, but for `never`, and with `--every` again as its word says.
            - A topic is never asked for: a time refuses an older value; `never` and `missing` set no bound. On the screen
              it is the last message of the connection that is shown, in `martlet expect` the last that came, or what the
              broker keeps.
            - An answer of 400 and above gives nothing; a value that is missing, several values where one is needed, and
              requests that wait for one another (`a -> b -> a`) are told, and nothing is sent. Numbers are put in digit
              for digit, strings without their quotes, objects and lists as they were sent.
            - View REST has a line for each value beneath the URL, before anything is sent: what it is, of what, and how
              old (`$.token of login, 3 min ago, 200`; `retained, 12 s ago`), or that the other is sent first, and why. What
              a name calls secret, that of the value or of its place, is dots.
            - `V` in Message and Response, or `Enter` on a line that neither folds nor links, puts the value under the
              cursor in a variable of the environment: the value as it is now, or the call for the present one. `C` in
              Response makes a check of it.
            - Values that are made anew each time: `{{randomInt 1 100}}`, `{{randomFloat 20 25 1}}`, `{{sine 20 5 60}}`,
              `{{walk 21 0.3}}`, `{{pick a b c}}`, `{{random 8}}`, `{{counter}}`, `{{uuid}}`, `{{time}}`, `{{isoTime}}`,
              `{{timestamp}}`; those of requests
              also `{{etag}}`, the ETag of the last answer from the same URL, and `{{file PATH}}`, what a file holds when
              it is sent (`{{file PATH joined}}` without line breaks, `encoded` as in a form). A variable that holds one
              has one value per send.
            - `{{name|json}}`, `|url`, `|base64` and `|unbase64` write a value for its place; `{{'{{'}}` writes two braces.
            """#)
}
