/// What becomes of a connection before and beside its client: what whoever opens it has found.
public enum Opening: Equatable, Sendable {
    /// What its settings stand for is being found: secrets, names.
    case sought(SettingsInForce)
    /// It cannot be tried, and why.
    case failed(String)
    /// A client begins: from here on a feed says what happens.
    case begun(name: String, PlanInForce)
    /// The next attempt is made with these settings.
    case settings(SettingsInForce)
    /// What the client tries from now on.
    case renewed(PlanInForce)
    /// Its entry in the profile has another name.
    case named(String)
    /// The person leaves the broker in this way: it is told as the reason why there is no connection.
    case leaving(String)
    /// The person has asked for these filters, all at once: what the broker says of them is told.
    case asked(filters: Set<String>)
}
