public import Profile
public import REST

/// A request whose answer has no end, and how much of it is wanted.
public struct StreamRequest: Sendable {
    /// The verb that asks, for what is told on standard error.
    public var verb: String
    /// What is sent.
    public var request: REST.Request
    /// What of it must not be told.
    public var mask: SecretMask
    /// What `User-Agent` says.
    public var userAgent: String
    /// Cookies that go along; nil for those of the request's own fields.
    public var cookies: CookieJar?
    /// After how many events to end; nil for never.
    public var count: Int?
    /// After how long to end, in nanoseconds; nil for never.
    public var time: Int64?
    /// Whether the end of that time is a failure, as with `-m`; else it is one when a count was not reached.
    public var isLateAfterTime = false
    /// Whether each event is a line of JSON.
    public var isJSON = false
    /// Whether nothing is said on standard error.
    public var isSilent = false
    /// Whether the body of an answer of 400 and above is left out, as with `-f`.
    public var hidesFailures = false
    /// What must be so of what comes; nil for nothing.
    public var judge: StreamJudge?
    /// Whether it is one of the profile: what is set of it is set there, and not by letters.
    public var isSaved = false
    /// Is told how far the request has come, and what it met on the way (`-v`); nil for nobody.
    public var watch: (@Sendable ([Hop]) -> Void)?
    /// Whether an event stream that ends is asked for again.
    public var reconnects = true

    /// A request that is followed until something ends it.
    public init(_ verb: String, _ request: REST.Request, mask: SecretMask, userAgent: String) {
        self.verb = verb
        self.request = request
        self.mask = mask
        self.userAgent = userAgent
    }

    /// How its answer is followed.
    var plan: StreamPlan {
        var plan = StreamPlan()
        plan.format = .lines
        plan.reconnects = reconnects
        return plan
    }

    /// The request with what says which kinds of answers are read as they come, where it does not say so itself.
    var asked: REST.Request {
        var asked = request
        let names = Set(asked.fields.map { $0.name.lowercased() }).union(asked.omittedFields)
        if !names.contains("accept") {
            asked.fields.append(
                Field(
                    "Accept",
                    "text/event-stream, application/x-ndjson, application/json-seq, multipart/x-mixed-replace, */*;q=0.5"
                ))
        }
        // What lies in between shall not answer with what it kept (HTML, 9.2.2).
        if !names.contains("cache-control") { asked.fields.append(Field("Cache-Control", "no-cache")) }
        // Bytes of an answer without an end would be kept without an end.
        asked.options.keepsRawAnswer = false
        // A server that codes what it was not asked to: of its bytes nobody can make events.
        asked.options.decodes = true
        return asked
    }
}
