import Profile
public import REST

extension RequestFailure {
    /// What is said of it on the screen: with the rows of a request's part Options in the place of letters.
    public var told: String {
        func title(_ setting: RequestSetting) -> String { setting.title(in: RequestDraft()) }
        let rows: String? =
            switch setting {
            case .authorities: "\(title(.ca)), or \(title(.verify))"
            case .identity: "\(title(.certificate)) and \(title(.key))"
            case .serverName: title(.serverName)
            case .time: title(.totalTimeout)
            case .silence: title(.idleTimeout)
            case nil: nil
            }
        return told(rows.map { "under Options: \($0)" })
    }
}
