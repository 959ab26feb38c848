package import Profile
import Text

extension Workspace {
    /// Takes in what whoever opens the connection has found.
    func apply(_ opening: Opening, at time: Moment) {
        switch opening {
        case .sought(let name, let address, let settings):
            self.settings = settings
            connection = ConnectionStatus(name: name, address: address, state: .connecting)
        case .failed(let words):
            connection.state = .closed(words)
            notify(Notice(at: time, kind: .error, text: words))
        case .begun(let name, let address, let access): begin(name: name, address: address, access: access)
        case .settings(let settings): self.settings = settings
        case .renewed(let name, let address, let access):
            (connection.name, connection.address, self.access) = (name, address, access)
        case .named(let name): if connection.name != name { connection.name = name }
        case .leaving(let words): leaving = words
        case .asked(let filters): askedFilters = filters
        }
    }

    /// A connection is being opened: from here on a feed says what happens.
    /// - Parameter access: how other programs reach the broker.
    package func begin(name: String, address: String, access: BrokerAccess) {
        connection = ConnectionStatus(name: name, address: address, state: .connecting)
        self.access = access
        isFed = true
    }
}
