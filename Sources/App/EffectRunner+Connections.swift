import Feeds
import MQTT
public import Model
public import Opener
import Profile
import Topics

/// Opening, opening again and leaving connections, and what is said of their end.
extension EffectRunner {
    // MARK: - Opening

    /// What came of opening a connection, by the one way into the model.
    func tell(_ opening: Opening, of id: ConnectionID) {
        model?.apply(.opening(opening, of: id, at: clock.now()))
    }

    /// Opens a connection: it is shown in the workspace, connects, and subscribes.
    public func open(_ plan: ConnectionPlan, in workspace: Workspace) {
        let id = workspace.id
        let before = workspace.plan
        let plan = complete(plan, in: workspace)
        let ask: @Sendable (RenewalRequest) -> Void = { [inbox] in inbox.deliver(.renewal($0, of: id)) }
        let feed = BrokerFeed(
            plan.configuration, of: id, now: clock.now,
            // Settings of the command line are nowhere to be looked up anew.
            renewal: workspace.settings == nil ? nil : ask
        ) { [inbox] in inbox.deliver($0) }
        opened[id, default: Opened()].feed = feed
        tell(.begun(name: plan.name, PlanInForce(plan)), of: id)
        workspace.live.describeProperties = { Properties.describe($0) }
        workspace.draftProperties = { PublishDraftProperties($0) }
        subscribe(after: before, of: id, in: workspace)
        // Last: what is asked for before there is a connection goes out in this order.
        feed.start()
    }

    /// What was found with what this program adds to it.
    private func complete(_ found: ConnectionPlan, in workspace: Workspace) -> ConnectionPlan {
        var plan = found
        if isStrict { plan.configuration.isStrict = true }
        guard let before = workspace.plan else { return plan }
        if workspace.settings?.keepsClientID == true { plan.configuration.clientID = before.clientID }
        // What the earlier one asked for may still be spoken of, and so may the identifier that stays.
        plan.told.keep(before.told)
        return plan
    }

    /// Asks for what the settings name, and for what the person has asked for on top; not for what the person gave up.
    private func subscribe(after before: PlanInForce?, of id: ConnectionID, in workspace: Workspace) {
        let wanted = workspace.plan?.subscriptions ?? []
        let old = Set(before?.subscriptions ?? [])
        let named = Set(wanted.map(\.filter))
        let gone = Set(old.map(\.filter)).subtracting(named)
        // Gone from the settings: shown as removed, and not asked for again.
        let known = workspace.subscriptions
        for status in known where gone.contains(status.filter) {
            workspace.setSubscription(SubscriptionStatus(filter: status.filter, qos: status.qos, state: .removed))
        }
        for subscription in wanted {
            // Given up here by the person, while the profile says of it what it said then.
            let isGivenUp = known.contains { $0.filter == subscription.filter && $0.state == .removed }
            if isGivenUp, old.contains(subscription) { continue }
            subscribe(subscription, of: id, in: workspace)
        }
        // What was asked for by hand, beyond the settings: the new client knows nothing of the old one's.
        for status in known
        where status.isWanted && !named.contains(status.filter) && !gone.contains(status.filter) {
            let qos = QoS(rawValue: UInt8(clamping: status.qos)) ?? .atMostOnce
            subscribe(Subscription(filter: status.filter, qos: qos), of: id, in: workspace)
        }
    }

    /// Opens a connection of the profile, or a preset, beside those that are open.
    /// - Parameter notices: warnings for the person that the new connection's screen is to show.
    func open(
        _ draft: ConnectionDraft, overriding overrides: ConnectionOverrides = ConnectionOverrides(),
        noting notices: [String] = [], _ variables: Variables
    ) {
        guard let connection = model?.open() else { return }
        for text in notices { connection.notify(Notice(at: clock.now(), kind: .warning, text: text)) }
        connect(draft, overriding: overrides, variables, in: connection)
    }

    /// Opens a saved connection: its secrets are found first, then the answer comes as ``Errand/plan(_:of:)``.
    func connect(
        _ draft: ConnectionDraft, overriding overrides: ConnectionOverrides = ConnectionOverrides(),
        _ variables: Variables,
        in workspace: Workspace
    ) {
        opened[workspace.id, default: Opened()].overrides = overrides
        find(SettingsInForce(draft, variables, in: book), of: workspace.id)
    }

    private func find(_ settings: SettingsInForce, of id: ConnectionID) {
        tell(.sought(settings), of: id)
        resolve(settings, of: id) { [inbox] in inbox.deliver(.plan($0, of: id)) }
    }

    /// Finds what the settings of a connection stand for, on a thread of its own.
    private func resolve(
        _ settings: SettingsInForce, of id: ConnectionID,
        _ done: @escaping @Sendable (Result<ConnectionPlan, PlanFailure>) -> Void
    ) {
        // As it is now: a token may be of a request that was saved in this turn.
        if let book { secrets.signIns.take(book.profile) }
        let resolver = ConnectionOpener(secrets: secrets, variables: settings.variables, now: clock.now)
        let (draft, overrides) = (settings.draft, opened[id]?.overrides ?? ConnectionOverrides())
        answers.begin()
        Task.detached { [answers] in
            do {
                done(.success(try await resolver.plan(draft, overrides)))
            } catch {
                done(.failure(PlanFailure(words: "\(error)")))
            }
            answers.end(with: nil)
        }
    }

    // MARK: - Opening again

    /// Tries again at once, with what the profile says now.
    func reconnect(_ id: ConnectionID, in workspace: Workspace) {
        if var settings = workspace.settings {
            // Before the look-up: a typed password that was refused must be asked for, not found again.
            if workspace.isRefused { for words in workspace.plan?.asked ?? [] { secrets.forget(words) } }
            settings.hold(the: book)
            switch workspace.connection.state {
            case .refused, .closed:
                // This client has stopped for good: another one is made. In any other state it asks by itself
                // (`renew`).
                _ = settings.lookUp(in: book)
                leave(id)
                return find(settings, of: id)
            default: tell(.settings(settings), of: id)
            }
        }
        opened[id]?.feed?.reconnectNow()
    }

    /// A client is about to try again: what was saved meanwhile, and secrets that may be others now, are what it tries.
    ///
    /// Programs that give secrets are not run for every attempt while a network is away: only when something has changed,
    /// when the broker has refused what was tried, or when the person asked.
    func renew(_ id: ConnectionID, _ request: RenewalRequest) {
        // Closed meanwhile, and its client with it: nobody waits for the answer.
        guard let workspace = model?[id], var settings = workspace.settings, let plan = workspace.plan else { return }
        let isChanged = settings.lookUp(in: book)
        tell(.settings(settings), of: id)
        let isDoubtful =
            // None is the person's own wish: then secrets are read again, too.
            request.failure.map { $0.isRefusal || $0.kind == .noSettings } ?? true
        // A perishable plan holds a token or the like, whose time may be over by now.
        guard isChanged || isDoubtful || plan.isPerishable else { return request.answer(.success(nil)) }
        resolve(settings, of: id) { [inbox] in inbox.deliver(.renewed($0, request, of: id)) }
    }

    /// What a client tries next has been found: its subscriptions follow, then it goes on.
    func renewed(_ result: Result<ConnectionPlan, PlanFailure>, _ request: RenewalRequest, of id: ConnectionID) {
        guard let workspace = model?[id], let old = workspace.plan else { return }
        switch result {
        // The client waits with an answer like any other failure, and asks again at its next attempt.
        case .failure(let failure): request.answer(.failure(.noSettings(failure.words)))
        case .success(let found):
            let plan = complete(found, in: workspace)
            let new = PlanInForce(plan)
            tell(.renewed(new), of: id)
            let gone = Set(old.subscriptions.map(\.filter)).subtracting(new.subscriptions.map(\.filter))
            let names = Set(new.subscriptions.map { new.told.told($0.filter) })
            for filter in gone {
                // It is called as the one that takes its place.
                let isRenamed = names.contains(new.told.told(filter))
                unsubscribe(filter, of: id, in: workspace, note: isRenamed ? "its secret is another one now" : "")
            }
            let before = Set(old.subscriptions)
            for subscription in new.subscriptions where !before.contains(subscription) {
                subscribe(subscription, of: id, in: workspace)
            }
            request.answer(.success(plan.configuration))
        }
    }

    /// Gives the connections the names that they have in the profile, whoever has changed them there: the one way for a name.
    func follow(_ book: ProfileBook) {
        guard book.version != followed else { return }
        followed = book.version
        secrets.signIns.take(book.profile)
        if let model { requests.follow(book.takeEnvironmentEvents(), model.requests.cookies) }
        for connection in model?.connections ?? [] {
            guard let saved = connection.settings?.entry.flatMap({ book.profile.connections[$0] }) else { continue }
            tell(.named(saved.name), of: connection.id)
        }
    }

    // MARK: - Leaving

    /// Leaves a broker as a client does that dies: its will happens.
    /// - Parameter again: how the person connects again, in words; empty for none.
    func drop(_ id: ConnectionID, again: String) {
        // A will is for a connection that stands (MQTT 5 3.1.2.5): without one there is nothing to show.
        guard let workspace = model?[id], case .connected = workspace.connection.state else {
            answers.say((.warning, "Not connected to a broker"))
            return
        }
        let fate = workspace.plan?.will.map { "the broker publishes the will to \($0)" } ?? "it has no will"
        let words = "dropped without DISCONNECT: \(fate)\(again.isEmpty ? "" : "; \(again)")"
        // Before it ends: status line and panes say the same as the notice.
        tell(.leaving(words), of: id)
        start(on: id) { feed in
            await feed.drop()
            // The model says it, when the connection has ended.
            return nil
        }
    }

    /// Leaves a broker for good.
    func close(_ id: ConnectionID) {
        leave(id)
        opened[id] = nil
    }

    private func leave(_ id: ConnectionID) {
        model?.left(id)
        guard let feed = opened[id]?.feed else { return }
        let name = model?[id]?.connection.name ?? ""
        opened[id]?.feed = nil
        // Silent first: its last words would be taken for the next feed's, which has the same identifier.
        feed.leave()
        answers.begin()
        Task.detached { [answers] in
            do {
                try await feed.close()
                answers.end(with: nil)
            } catch {
                answers.end(with: (.warning, "Leaving \(name): \(error)"))
            }
        }
    }
}
