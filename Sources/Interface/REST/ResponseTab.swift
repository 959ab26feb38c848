/// What Response shows of an exchange.
enum ResponseTab: String, CaseIterable {
    case body = "Body"
    case headers = "Headers"
    case sent = "Sent"
    case timings = "Timings"
    case connection = "Connection"
    case redirects = "Redirects"
    case raw = "Raw"
}
