import Scripts

extension ManualPage.Chapter {
    /// What is kept of answers, what is asked and changed on a condition, and what is said of caches.
    static let conditions = Self(
        title: "CONDITIONS",
        text: #"""
            The last answer of each URL is kept with its ETag and Last-Modified: one for each value of the fields
            that Vary names, and for each who asks, told apart by a keyed digest of the credentials. 32 MiB are
            kept in memory, and 16 MiB on the disk (`$XDG_STATE_HOME/martlet/states`), there without cookies and
            without what is `no-store` or tells a secret by name. `"keepAnswers": false` in the settings keeps
            nothing of answers on the disk, neither by URL nor by history. Nothing of it is shown in place of an
            answer unsaid: every send asks the server.

            - `C-r` in Requests, Request and Response asks whether what is kept still holds (If-None-Match and
              If-Modified-Since). A 304 shows the kept body, says when it came, what it took then, what the 304 took
              and what was saved. On a PUT, PATCH or DELETE it asks for the state, without compression, whose tag may
              be a weak one or another one.
            - PUT, PATCH and DELETE of something whose ETag is known carry If-Match, or If-Unmodified-Since when
              there is a date only. It is seen above the parts of the request before it is sent. `c` takes the state
              before the last change, create only (`If-None-Match: *`), or none. A header that is typed has the
              last word.
            - A weak tag is not sent in If-Match, which would fail for ever; tags of a compressed form, tags without
              quotes and dates of the same second are told of.
            - After 412, 428 or 409 `M` asks for the state as it is now, and shows base, mine and theirs: JSON by
              path, text by line. `m` and `t` choose, `C-s` sends with theirs' tag, `e` takes it into the request. A
              PATCH stays one: a merge patch (RFC 7396) loses what is given up. Of a JSON Patch (RFC 6902) each step
              is a line, and a conflict where its test fails, its place is gone, or both changed it: `m` does it,
              fitted to what is there now (a test then tests for that, a value that is gone is added), `t` leaves
              it out, and with a test what that guards.
            - `O` sends OPTIONS and lists what can be asked: the methods of Allow with the media types that each
              takes, other forms after 406 and 415, and where the API begins (`/`, service-desc, api-catalog).
              `Enter` asks at once what only reads, and puts everything else into the request.
            - In the demo, on "replace a task": `C-r`, `C-s`, `c`, `C-s`. The first PUT succeeds, the second does not.

            Tab Cache answers four questions for a private and a shared cache, and for a content delivery network where
            CDN-Cache-Control speaks to it (RFC 9213): may it be kept, for how long does it hold, how old is it now,
            what then; and what a second request costs. Each line names the field and the section that decide. Clocks that disagree, Cache-Status and what a change has made untrue are
            told below. `t` tries the answer with a condition, a range, another Accept and no coding, and says what
            held. `martlet request --explain-cache URL` prints the lines on standard error.
            """#)
}
