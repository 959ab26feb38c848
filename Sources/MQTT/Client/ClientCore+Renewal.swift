import NIOCore

/// Settings that end while a connection stands: others are got before.
extension ClientCore {
    /// How long until it is tried again, when no other settings could be had: the connection still stands meanwhile.
    private static let pause = TimeAmount.seconds(10)

    /// Waits for the time at which the settings of this connection are to be renewed.
    func awaitRenewal() {
        renewalTimer?.cancel()
        guard let time = configuration.renewsAt, configuration.renewal != nil else { return }
        // Not at once, whatever a server says of its tokens: a connection shall be of some use.
        awaitRenewal(in: max(TimeAmount.seconds(1), TimeAmount(time - ContinuousClock.now)))
    }

    private func awaitRenewal(in time: TimeAmount) {
        renewalTimer = eventLoop.assumeIsolated().scheduleTask(in: time) { [self] () -> Void in renewBeforeEnd() }
    }

    private func renewBeforeEnd() {
        guard case .online(let handler) = phase, let renewal = configuration.renewal else { return }
        let loop = eventLoop
        let core = NIOLoopBound(self, eventLoop: loop)
        let connection = NIOLoopBound(handler, eventLoop: loop)
        renewal(nil) { result in
            loop.execute {
                // The answer may come when another connection stands.
                guard core.value.currentHandler === connection.value else { return }
                core.value.renewed(result, on: connection.value)
            }
        }
    }

    private func renewed(_ result: Result<ClientConfiguration, ConnectionFailure>, on handler: ConnectionHandler) {
        guard case .success(let new) = result else { return awaitRenewal(in: Self.pause) }
        // Before MQTT 5, or with another method, only a new CONNECT can say it.
        guard attemptVersion == .v5, let authentication = new.authentication,
            authentication.method == configuration.authentication?.method
        else {
            renewedSettings = new
            return reconnectNow()
        }
        // online -> online: only who asks is told anew (MQTT 5 4.12.1). A broker that does not want it ends the connection,
        // and the next is made with these settings.
        configuration = new
        let token = makeToken()
        handler.request { $0.reauthenticate(data: authentication.start(), token: token, at: $1) }
        awaitRenewal()
    }
}
