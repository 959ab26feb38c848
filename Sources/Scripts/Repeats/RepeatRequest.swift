public import Opener
public import Profile
public import REST

/// A saved request that is sent again and again.
public struct RepeatRequest: Sendable {
    /// Its name, for what is told of it.
    public var name: String
    /// From the start of one to the start of the next, in nanoseconds.
    public var period: Int64
    /// After how many to end; nil for never.
    public var count: Int?
    /// After how long to end, in nanoseconds; nil for never.
    public var time: Int64?
    /// A condition on an answer that ends it, met; empty for none.
    public var until = ""
    /// After how many failures running to end; nil for never.
    public var failures: Int?
    /// Whether only answers that differ from the one before are told.
    public var showsChanges = false
    /// Whether each answer is a line of JSON.
    public var isJSON = false
    /// Whether the summary at the end is left out.
    public var isSilent = false
    /// Paths of JSON that do not count when answers are compared.
    public var ignored: [String] = []
    /// What must be so of each answer.
    public var checks: [String]
    /// What `{{name}}` in conditions stands for.
    public var variables: Variables
    /// What `User-Agent` says.
    public var userAgent: String
    /// What goes along, and takes what answers set; nil for no cookies.
    public var cookies: CookieJar?
    /// Makes the request anew, with new values for what is made anew.
    public var open: @Sendable () throws -> RequestOpener.Opened

    /// A request that is sent until something ends it.
    public init(
        _ name: String, period: Int64, checks: [String], _ variables: Variables, userAgent: String,
        open: @escaping @Sendable () throws -> RequestOpener.Opened
    ) {
        self.name = name
        self.period = period
        self.checks = checks
        self.variables = variables
        self.userAgent = userAgent
        self.open = open
    }
}
