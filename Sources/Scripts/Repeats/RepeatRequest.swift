public import Model
public import Opener
public import Profile
public import REST

/// A saved request that is sent again and again.
public struct RepeatRequest: Sendable {
    /// Its name, for what is told of it.
    public var name: String
    /// When it is sent, and what of it is told.
    public var plan: RepeatPlan
    /// A condition on an answer that ends it, met; empty for none.
    public var until = ""
    /// Whether each answer is a line of JSON.
    public var isJSON = false
    /// Whether the summary at the end is left out.
    public var isSilent = false
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
        _ name: String, _ plan: RepeatPlan, checks: [String], _ variables: Variables, userAgent: String,
        open: @escaping @Sendable () throws -> RequestOpener.Opened
    ) {
        self.name = name
        self.plan = plan
        self.checks = checks
        self.variables = variables
        self.userAgent = userAgent
        self.open = open
    }
}
