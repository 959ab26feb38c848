import Hypermedia
import Kit
import Model
import Payloads
import Profile
import REST
import Topics

/// The ways between a topic and the resource that tells the same.
extension Window {
    /// Asks for the resource that is a topic's twin; without a rule for it, one is proposed first.
    func showTwin(ofTopic topic: String) -> [Effect] {
        if let url = book.profile.settings.twinRules.lazy.compactMap({ $0.url(ofTopic: topic) }).first {
            return ask(url)
        }
        let urls = composer.library.items.compactMap { item in
            composer.exchanges[item.id].flatMap { LinksView.url(of: $0) } ?? whole(item.draft.url)
        }
        // Of the requests at hand: a URL that is known goes before one that is made up.
        let likely = TwinRule.likely(urls, for: topic) ?? ""
        // Proposed, not kept: a guess at names is shown to the person first.
        proposeTwin(likely.isEmpty ? TwinRule(topic: topic, url: "http://") : .learned(topic: topic, url: likely)) {
            [weak self] rule in
            guard let self else { return [] }
            guard let url = rule.url(ofTopic: topic) else {
                stage.say(.info, "The rule is kept; it is not for \(stage.told(topic))")
                return []
            }
            return ask(url)
        }
        return []
    }

    /// Compares an answer with the last message of the topic that is its twin; without a rule for it, one is proposed first.
    func showTwin(of exchange: SentRequest) -> [Effect] {
        let url = LinksView.url(of: exchange)
        if let topic = book.profile.settings.twinRules.lazy.compactMap({ $0.topic(ofURL: url) }).first {
            return compare(exchange, url, topic)
        }
        let topics = explore.desk.topics
        // Without scheme and host, from the end, which says most: what the topics are looked through for.
        let segments = url.split(separator: "?").first?.split(separator: "/").dropFirst(2).suffix(4) ?? []
        let names = segments.reversed().flatMap { segment in
            topics.topics(containing: String(segment), limit: 100, examining: 20_000).map { topics.topic($0) }
        }
        let likely = TwinRule.likely(names, forURL: url) ?? ""
        proposeTwin(.learned(topic: likely, url: url)) { [weak self] rule in
            guard let self else { return [] }
            guard let topic = rule.topic(ofURL: url) else {
                stage.say(.info, "The rule is kept; it is not for \(url)")
                return []
            }
            return compare(exchange, url, topic)
        }
        return []
    }

    /// A URL as it is typed, its variables put in; nil when that is not enough to make it whole.
    private func whole(_ url: String) -> String? {
        let text = TemplateExpander(variables: composer.variables).expand(url).text
        return text.contains("://") ? text : nil
    }

    private func ask(_ url: String) -> [Effect] {
        var draft = RequestDraft()
        // What is saved for it says how it is asked.
        let known = composer.library.items.first { item in
            item.saved != nil && item.draft.method == "GET"
                && composer.exchanges[item.id].map { LinksView.url(of: $0) } == url
        }
        if let known {
            composer.open(known.id)
            (stage.wantedView, stage.wantedFocus) = (.rest, .response)
            return composer.send(stage)
        }
        draft.url = url
        return composer.follow(draft, from: nil, sends: true, stage)
    }

    private func compare(_ exchange: SentRequest, _ url: String, _ topic: String) -> [Effect] {
        let live = model.shown.live
        let id = live.topics.find(topic: topic)
        let sequence = id.flatMap { live.topics.info($0, now: stage.now).lastSequence }
        stage.overlays.append(
            TwinOverlay(
                stage, topic: topic, url: url, status: exchange.response?.status,
                message: sequence.flatMap { live.messages.payload($0) }, answer: exchange.body
            ) { [weak self] in
                guard let self else { return [] }
                guard let id else {
                    stage.wantedView = .explore
                    return [.connection(.subscribe(filter: topic, qos: 0))]
                }
                stage.wantedView = .explore
                showTopic(id, filter: "")
                return []
            })
        return []
    }

    private func proposeTwin(_ rule: TwinRule, then go: @escaping (TwinRule) -> [Effect]) {
        stage.overlays.append(
            FormOverlay(
                stage, "Twins: a {name} stands for what differs", verb: "keep the rule",
                [.line("Topic", rule.topic), .line("URL", rule.url)],
                focus: rule.topic.isEmpty ? 0 : 1
            ) { [book] values in
                let rule = TwinRule(topic: values[0], url: values[1])
                if let problem = book.profile.settings.problem(of: rule) { return .problem(problem) }
                book.change("as it was before the twin \(rule.topic)") { $0.settings.twins[rule.topic] = rule.url }
                return .effects(go(rule))
            })
    }
}

extension ProfileSettings {
    /// The rules in the order of their topics.
    var twinRules: [TwinRule] {
        // Always in one order: which of two rules holds must not change by itself.
        twins.sorted { $0.key < $1.key }.map { TwinRule(topic: $0.key, url: $0.value) }
    }

    /// What keeps a rule from being kept: another one of its topic would be lost without a word.
    func problem(of rule: TwinRule, insteadOf old: TwinRule? = nil) -> String? {
        if let problem = rule.problem { return problem }
        return rule.topic != old?.topic && twins[rule.topic] != nil ? "\(rule.topic) has a rule already" : nil
    }
}
