import Feeds
import Files
import Interface
import MQTT
import Model
import Opener
import Profile

/// What the person asks for: a publish, the lines of a file, a decision about one that is held.
extension PublishDriver {
    /// The largest file whose lines are sent.
    private static let largestLines = 64 << 20

    /// Does what a pane asked for.
    func run(_ effect: PublishEffect, through feed: (any Feed)?, in workspace: Workspace, _ variables: Variables) {
        switch effect {
        case .send(let draft, let reply):
            take(PublishOrder(draft: draft, reply: reply, variables: variables), through: feed, in: workspace)
        case .sendAndCut(let draft):
            take(
                PublishOrder(draft: draft, reply: nil, variables: variables, cuts: true), through: feed, in: workspace)
        case .sendLines(let path, let draft, let interval, let total):
            readLines(of: path, draft, interval: interval, total: total, of: workspace.id)
        case .settle(let publish, let choice): settle(publish, choice, through: feed, in: workspace)
        }
    }

    private func take(_ order: PublishOrder, through feed: (any Feed)?, in workspace: Workspace) {
        let needs = order.draft.secrets(with: order.variables)
        if needs.isEmpty, !order.draft.takesAnswers(with: order.variables) {
            return send(order, through: feed, in: workspace)
        }
        find(needs, for: order, of: workspace.id)
    }

    // MARK: - Secrets and answers

    /// Finds the secrets of a publish, and what it takes of the answers to requests, which are sent first where their
    /// calls say so; it comes back as ``Errand/ready(_:_:of:)``.
    func find(_ secrets: [Expansion.Need], for order: PublishOrder, of id: ConnectionID) {
        let needs = order.draft.needs(with: order.variables)
        let chain = needs.responses.isEmpty ? nil : chain?(needs, order.variables)
        answers.begin()
        Task.detached { [answers, inbox, resolver] in
            var order = order
            do {
                let found = try await resolver.values(of: secrets)
                if let chain { order.answers = try await chain.values(of: needs.responses, for: []) }
                inbox.deliver(.ready(order, .success(found), of: id))
            } catch {
                let words = SecretMask.named.sentence("\(error)")
                inbox.deliver(.ready(order, .failure(PlanFailure(words: words)), of: id))
            }
            answers.end(with: nil)
        }
    }

    /// Sends what waited for its secrets, or says why it cannot be.
    func send(
        _ order: PublishOrder, with found: Result<[Expansion.Need: String], PlanFailure>,
        through feed: (any Feed)?, in workspace: Workspace
    ) {
        switch found {
        case .success(let found):
            // The newest holds: a secret that was asked for again may be another by now.
            secrets.merge(found) { $1 }
            if let run = order.run { return send(order, of: run, through: feed, in: workspace) }
            send(order, through: feed, in: workspace)
        case .failure(let failure):
            guard let run = order.run else { return fail(order, failure.words, in: workspace) }
            workspace.publishing.change(run) { $0.ended(.failed(failure.words), roundTrip: 0) }
        }
    }

    /// Notes that a draft could not be sent.
    private func fail(_ order: PublishOrder, _ words: String, in workspace: Workspace) {
        let (draft, now) = (order.draft, clock.now())
        let id = workspace.publishing.outbox.begin(
            draft, topic: draft.topic, size: 0, reply: order.reply?.timeout, now: now)
        workspace.publishing.outbox.end(id, .failed(words), at: now)
    }

    // MARK: - Lines

    /// Reads the lines of a file for a run.
    private func readLines(of path: String, _ draft: PublishDraft, interval: Int64, total: Int?, of id: ConnectionID) {
        Task.detached { [inbox, clock] in
            let lines = Result { () throws(FileFailure) in
                try WholeFile.lines(of: HomePath.expanded(path), limit: PublishDriver.largestLines)
            }
            let report = LinesReport(
                draft: draft, interval: interval, total: total,
                lines: lines.mapError { LinesReport.Failure(words: "\($0)") })
            inbox.deliver(.lines(report, of: id, at: clock.now()))
        }
    }

    // MARK: - What is held

    /// Does what the person has decided about a held publish.
    private func settle(
        _ id: Int, _ choice: PublishEffect.HeldChoice, through feed: (any Feed)?, in workspace: Workspace
    ) {
        guard let feed, let publish = workspace.publishing.held[id], workspace.publishing.outbox[id]?.held != nil
        else { return }
        switch choice {
        case .sendAgain:
            let qos = QoS(rawValue: UInt8(clamping: workspace.publishing.outbox[id]?.qos ?? 0)) ?? .atMostOnce
            feed.settle(publish, .send(qos))
        case .lower(let qos):
            guard let lower = QoS(rawValue: UInt8(clamping: qos)) else { return }
            workspace.publishing.outbox.lower(id, to: qos)
            feed.settle(publish, .send(lower))
        case .giveUp: feed.settle(publish, .giveUp)
        }
    }
}
