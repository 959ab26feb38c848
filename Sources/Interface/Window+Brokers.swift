import Hypermedia
import Kit
import Model
import Payloads
import Profile
import Text
import Topics

/// The ways from a link or a thing to a broker: one that is open already, or one that is opened when the person says so.
extension Window {
    func showThing(_ bytes: PayloadBytes) -> Bool {
        ThingOverlay.open(bytes, url: nil, LinkFollowing(composer: composer, stage: stage, exchange: nil))
    }

    func showLinks(_ bytes: PayloadBytes, of topic: String) -> Bool {
        let links = DeviceLinks.read(bytes, topic: topic)
        guard !links.isEmpty else { return false }
        let following = LinkFollowing(composer: composer, stage: stage, exchange: nil)
        let lines = links.map { (text: $0.target, note: $0.relation.isEmpty ? $0.place.words : $0.relation) }
        stage.overlays.append(
            PickOverlay(stage, "Links of \(topic)", verb: "go there", lines) { following.follow(links[$0]) })
        return true
    }

    func listen(to url: String) -> [Effect] {
        var parts = URLReference(url)
        var topic = parts.path.hasPrefix("/") ? String(parts.path.dropFirst()) : parts.path
        topic = PercentEncoding.decode(topic)
        // A filter's `#` begins a fragment to a URL: `mqtt://host/home/#` means all below home.
        if let fragment = parts.fragment, topic.isEmpty || topic.hasSuffix("/") { topic += "#" + fragment }
        let isWebSocket = parts.scheme?.lowercased().hasPrefix("ws") == true
        // Of ws:// the path belongs to the handshake (RFC 6455 4.1): there is no place for a topic.
        if isWebSocket { topic = "" } else { parts.path = "" }
        (parts.query, parts.fragment) = (nil, nil)
        return listen(at: parts.text, to: topic.isEmpty ? [] : [topic], qos: 0)
    }

    func listen(at broker: String, to filters: [String], qos: Int) -> [Effect] {
        if let problem = filters.lazy.compactMap({ TopicRules.problem(ofFilter: $0) }).first {
            stage.say(.error, "That cannot be listened to: \(problem)")
            return []
        }
        guard let open = connection(to: broker) else { return askToOpen(broker, filters, qos: qos) }
        model.show(open.id)
        stage.wantedView = .explore
        let wanted = Set(open.subscriptions.filter(\.isWanted).map(\.filter))
        let new = filters.filter { filter in
            // `#` has all but the topics that begin with a dollar sign (MQTT 5 4.7.2).
            !wanted.contains(filter) && !(wanted.contains("#") && !filter.hasPrefix("$"))
        }
        if let topic = filters.first, let id = open.live.topics.find(topic: topic) { showTopic(id, filter: "") }
        if filters.isEmpty {
            stage.say(.info, "\(broker) names no topic: what \(open.connection.name) is subscribed to is here")
            return []
        }
        stage.say(.info, "Listening to \(stage.told(filters.joined(separator: ", "))) over \(open.connection.name)")
        return new.map { .connection(.subscribe(filter: $0, qos: qos)) }
    }

    func compose(_ draft: PublishDraft, at broker: String) -> [Effect] {
        guard let open = connection(to: broker) else { return askToOpen(broker, [], qos: 0, composing: draft) }
        model.show(open.id)
        stage.wantedView = .explore
        followWantedFocus()
        stage.overlays.append(PublishComposer(draft, explore.desk.publisher))
        return []
    }

    /// Composes the message that a broker was opened for.
    func composeWaiting() {
        guard let (draft, broker) = composing, connection(to: broker) != nil else { return }
        composing = nil
        _ = compose(draft, at: broker)
    }

    /// The open connection to a broker; nil when there is none.
    private func connection(to broker: String) -> Workspace? {
        let wanted = Self.place(of: broker)
        let all = model.connections.filter {
            $0.connection.state != .idle && Self.place(of: $0.connection.origin) == wanted
        }
        // Several connections to one broker, as different users: the one in sight is meant.
        return all.first { $0 === model.shown } ?? all.first
    }

    /// Scheme, host and port; the names of this machine are one.
    private static func place(of url: String) -> String {
        let origin = URLReference(url).origin ?? url
        return ["//localhost:", "//[::1]:"].reduce(origin) { $0.replacing($1, with: "//127.0.0.1:") }
    }

    private func askToOpen(
        _ broker: String, _ filters: [String], qos: Int, composing message: PublishDraft? = nil
    ) -> [Effect] {
        let saved = book.profile.connections.values.first { Self.place(of: $0.url) == Self.place(of: broker) }
        let name = URLReference(broker).authority ?? broker
        var draft = saved ?? ConnectionDraft(name: Profile.withoutPassword(name), url: broker)
        // What is saved keeps its own QoS.
        let known = Set(draft.subscriptions.map(\.filter))
        draft.subscriptions += filters.filter { !known.contains($0) }.map { SubscriptionDraft($0, qos: qos) }
        let what = filters.isEmpty ? "" : " and listen to \(filters.joined(separator: ", "))"
        stage.overlays.append(
            ConfirmOverlay(
                stage, "Another broker", "\(Profile.withoutPassword(broker)) is not open. Open it\(what)?"
            ) { [weak self, stage] in
                stage.wantedView = .explore
                // Of an earlier broker, which never came, nothing is composed any more.
                self?.composing = message.map { ($0, broker) }
                return [.connection(.open(draft))]
            })
        return []
    }
}
