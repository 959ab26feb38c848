public import MQTT
public import Profile

/// What letters of a command line say is meant as it stands: braces in it are no templates.
extension ConnectionDraft {
    /// Takes an address. User name and password that stand in it hold where the draft has none.
    public mutating func take(_ endpoint: Endpoint) {
        url = TemplateCall.quoted(endpoint.address)
    }

    /// Gives user name and password that stand in the address their own places, where nobody sees the password; an address
    /// with variables stays as it is written.
    public mutating func partLogin() {
        guard !url.contains("{{"), var place = try? Endpoint(url: url), place.username != nil || place.password != nil
        else { return }
        // Each holds where the draft has none.
        if username.isEmpty, let name = place.username { username = TemplateCall.quoted(name) }
        if password == nil, let text = place.password { password = .literal(TemplateCall.quoted(text)) }
        (place.username, place.password) = (nil, nil)
        take(place)
    }

    /// Takes a user name and a password; nil leaves what is there.
    ///
    /// A name brings its own password or none: one that is saved belongs to the name it is saved with.
    /// - Parameter place: the address that is taken as well; no others stay in it.
    public mutating func take(username: String?, password text: String?, at place: inout Endpoint?) {
        place?.username = nil
        place?.password = nil
        if let username {
            self.username = TemplateCall.quoted(username)
            password = nil
            // A name without a letter is a name all the same, and in a draft it is none.
            if username.isEmpty { place?.username = "" }
        }
        if let text { password = .literal(TemplateCall.quoted(text)) }
    }
}
