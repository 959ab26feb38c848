import Kit
import Model
import Profile
import REST

/// What is said of the open request's last sending, in a few words: `200  12 ms`.
enum RequestStatus {
    static func words(_ look: Look, _ composer: RequestComposer, _ keymap: Keymap) -> String {
        guard let exchange = composer.shown else {
            if composer.draft.url.isEmpty { return "" }
            return composer.exchanges.isLetGo(composer.current) ? "answer let go" : "not sent yet"
        }
        let words = words(exchange, look, back: composer.leadsBack(), keymap)
        return exchange.isOutdated(by: composer.draft) ? "\(words), edited since" : words
    }

    private static func words(_ exchange: SentRequest, _ look: Look, back: String?, _ keymap: Keymap) -> String {
        switch exchange.state {
        case .sending, .receiving:
            // A tenth of a second: the time that is told runs.
            look.changes(at: look.now + 100_000)
            let words = "\(phase(exchange)) \(Figures.duration(look.now - exchange.startedAt))"
            // Beside an event that is read the key leads back from that.
            return !look.isFocused && back != nil ? words : "\(words), \(endsIt(keymap))"
        case .finished:
            let status = exchange.response.map { String($0.status) } ?? ""
            let lack = exchange.lacksWebSocket ? ", no WebSocket" : ""
            return "\(status)\(lack)  \(Figures.duration(exchange.duration))"
        // A WebSocket has no other end than that one side closes it.
        case .cancelled where exchange.isWebSocketOpened: return "closed  \(Figures.duration(exchange.duration))"
        case .cancelled: return "cancelled"
        case .failed: return exchange.isUnsent ? "not sent" : "failed"
        }
    }

    /// How far a request is that is under way, in a word: before anything of it goes out a secret may be asked for.
    static func phase(_ exchange: SentRequest) -> String {
        guard let hop = exchange.hop else { return "preparing" }
        if exchange.state == .receiving { return exchange.isWebSocketOpened ? "open" : "receiving" }
        return hop.timings.send?.end == nil ? "sending" : "waiting"
    }

    /// What is said beside the name of a request: `200`, `4 s` while it is under way.
    static func mark(_ exchange: SentRequest, _ look: Look) -> String {
        switch exchange.state {
        case .sending, .receiving:
            look.changesNextSecond()
            return "\(max(0, look.now - exchange.startedAt) / 1_000_000) s"
        case .finished: return exchange.response.map { String($0.status) } ?? "---"
        case .cancelled where exchange.isWebSocketOpened: return "101"
        // As wide as a status, so that marks stand below marks.
        case .cancelled, .failed: return "---"
        }
    }

    /// What is said of the key that ends what is under way.
    static func endsIt(_ keymap: Keymap) -> String { "\(keymap.name(of: .cancelRequest, in: .sending)) ends it" }

    /// What is said of that key where the answer is looked at: what narrows its events goes first.
    static func endsIt(_ look: Look, _ composer: RequestComposer, _ keymap: Keymap) -> String {
        guard look.isFocused, let back = composer.leadsBack() else { return endsIt(keymap) }
        let key = keymap.name(of: .back, in: .response)
        return back == "back" ? "\(key) goes back" : "\(key) shows \(back)"
    }

    /// The look of the mark: of a status the one that Response gives it.
    static func role(of exchange: SentRequest) -> Role {
        if exchange.isUnderWay { return .warning }
        if case .failed = exchange.state { return .error }
        // It looks like success, and is none.
        if exchange.lacksWebSocket { return .error }
        guard let status = exchange.response?.status else { return .textDim }
        return ResponseHead.role(of: status)
    }
}

extension SentRequest {
    /// A URL of it as it was asked for: what opens a WebSocket goes out as HTTP (RFC 6455 3).
    func asked(_ url: String) -> String {
        RESTClient.isWebSocket(self.url) && url.hasPrefix("http") ? "ws" + url.dropFirst(4) : url
    }
}
