import Profile
import Wire

extension WireExchange {
    /// What the wire shows of a request that was sent, which holds no secrets.
    init(_ sent: SentRequest) {
        let failure =
            switch sent.state {
            case .failed(let words): words
            case .cancelled: "cancelled"
            case .sending, .receiving, .finished: ""
            }
        self.init(
            id: sent.id, url: sent.shownURL, startedAt: sent.startedAt, hops: sent.hops, isOver: !sent.isUnderWay,
            failure: failure)
    }
}
