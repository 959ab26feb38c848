/// The parts of a request that are seen one at a time.
enum RequestTab: String, CaseIterable {
    case params = "Params"
    case headers = "Headers"
    case body = "Body"
    case auth = "Auth"
    case options = "Options"
}
