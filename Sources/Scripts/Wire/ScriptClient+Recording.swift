extension ScriptClient {
    /// A client of a verb that tells of packets: they are mail too, and so are signals.
    convenience init(recording connection: ConnectionSetup, as verb: String, _ mailbox: Mailbox) {
        SignalWatch.start(mailbox)
        self.init(
            connection, mailbox: mailbox,
            complaints: Complaints(name: "martlet \(verb)", isQuiet: connection.isQuiet))
        record()
    }
}
