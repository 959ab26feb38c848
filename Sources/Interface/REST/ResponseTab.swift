/// What Response shows of an exchange.
enum ResponseTab: String, CaseIterable {
    case body = "Body"
    /// What comes of an answer that has no end, one by one.
    case events = "Events"
    case headers = "Headers"
    case sent = "Sent"
    case timings = "Timings"
    case connection = "Connection"
    case redirects = "Redirects"
    case raw = "Raw"
    case cache = "Cache"
    case links = "Links"
    /// What must be so of the answer, and whether it is; of a request that has checks.
    case checks = "Checks"

    /// Its name where there is no room for all names as they are.
    var shortName: String {
        switch self {
        case .headers: "Head"
        case .timings: "Time"
        case .connection: "Conn"
        case .redirects: "Redir"
        case .links: "Link"
        case .body, .events, .sent, .raw, .cache, .checks: rawValue
        }
    }
}
