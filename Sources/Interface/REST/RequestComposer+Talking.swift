import Kit
import Model
import Profile
import REST

/// The WebSocket of the open request: sent once more it would be another one beside it.
extension RequestComposer {
    /// What was said of one, and how it stood then.
    struct Talk {
        var notice: Notice
        var exchange: UInt64
        var state: State

        /// How it stands.
        enum State { case opening, open }
    }

    /// Whether the open request is a WebSocket already, which is said.
    func isTalking(_ stage: Stage) -> Bool {
        for exchange in exchanges.underWay(of: current) {
            guard let state = talkState(exchange) else { continue }
            let end = RequestStatus.endsIt(stage.keymap)
            let key = stage.keymap.name(of: .sendLine, in: .stream)
            let words =
                switch state {
                case .opening: "The WebSocket is being opened; \(end)"
                case .open: "The WebSocket is open: \(key) in Response says something over it, \(end)"
                }
            // With the newer one gone it would be seen again.
            if let talk, talk.state != state { stage.settle(talk.notice) }
            talk = Talk(notice: stage.tell(.info, words), exchange: exchange, state: state)
            return true
        }
        return false
    }

    /// How the WebSocket stands that an exchange is; nil of every other one, and of one that is over.
    private func talkState(_ exchange: UInt64) -> Talk.State? {
        if let stream = requests.streams[exchange] {
            return stream.format == .messages && stream.state == .open ? .open : nil
        }
        guard let sent = exchanges.exchange(exchange), sent.isUnderWay else { return nil }
        return RESTClient.isWebSocket(sent.url) ? .opening : nil
    }

    /// Whether a notice says of a WebSocket what is so no longer.
    func hasEndedTalk(_ notice: Notice) -> Bool {
        talk.map { $0.notice == notice && talkState($0.exchange) != $0.state } ?? false
    }
}
