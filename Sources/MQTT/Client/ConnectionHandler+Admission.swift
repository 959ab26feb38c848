extension ConnectionHandler {
    /// Cuts off what the client does not take; true when it takes no more from here on.
    func admit(_ batch: inout MessageBatch) -> Bool {
        guard let admission else { return false }
        if hasTakenLast {
            // Behind the last one: what is not taken must not be acknowledged either.
            batch.keep(0)
            return false
        }
        let received = state.session.received
        var taken = 0
        batch.forEach { message in
            guard !hasTakenLast else { return }
            // Sent again, and hidden when it is acknowledged: nobody will see it.
            let isRepeated = message.qos == .exactlyOnce && received.contains(message.packetID)
            switch isRepeated ? .take : admission(message) {
            case .take: taken += 1
            case .takeAsLast:
                taken += 1
                hasTakenLast = true
            case .end: hasTakenLast = true
            }
        }
        if hasTakenLast { batch.keep(taken) }
        return hasTakenLast
    }
}
