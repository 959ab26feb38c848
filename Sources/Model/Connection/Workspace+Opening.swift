public import Profile

extension Workspace {
    /// A connection is being opened: from here on a feed says what happens.
    /// - Parameter access: how other programs reach the broker.
    public func begin(name: String, address: String, access: BrokerAccess) {
        connection = ConnectionStatus(name: name, address: address, state: .connecting)
        self.access = access
        isFed = true
    }
}
