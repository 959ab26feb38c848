/// The parts of a request that are seen one at a time.
enum RequestTab: String, CaseIterable {
    case params = "Params"
    case headers = "Headers"
    case body = "Body"
    case auth = "Auth"
    case options = "Options"
    /// What must be so of the answer.
    case checks = "Checks"

    /// Its name where there is no room for all names as they are.
    var shortName: String {
        switch self {
        case .headers: "Head"
        case .options: "Opts"
        case .params, .body, .auth, .checks: rawValue
        }
    }
}
