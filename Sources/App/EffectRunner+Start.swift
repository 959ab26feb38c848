import MQTT
import Model
public import Profile

/// What a person without a connection is offered: what is on this machine, and a demo.
extension EffectRunner {
    /// Looks which brokers answer on loopback and what other programs keep here; nobody waits for it.
    public func lookAround() {
        answers.begin()
        let saved = book?.profile.connections.values ?? []
        let variables = book?.variables ?? Variables([])
        Task.detached { [answers, inbox] in
            var found = Surroundings()
            let places = LoopbackBrokers.usual
            found.ports = places.map(\.port)
            found.imports = ImportSearch.run()
            // Files are there at once; a port that is filtered takes its time.
            inbox.deliver(.surroundings(found))
            let imported = found.imports.flatMap { $0.connections?.connections ?? [] }
            let own = LoopbackBrokers.own(saved + imported, variables)
            let told = await LoopbackBrokers.ask(places + own.map(\.endpoint))
            let usual = Set(places.map { "\($0)" })
            found.places = told.filter { usual.contains("\($0.endpoint)") }.map { answer in
                Surroundings.Place(url: "\(answer.endpoint)", isBroker: answer.isBroker, words: answer.words)
            }
            for (address, endpoint) in own {
                let answer = told.first { "\($0.endpoint)" == "\(endpoint)" }
                found.answers[address] = answer.map { $0.isBroker ? .broker : .other } ?? .nothing
            }
            inbox.deliver(.surroundings(found))
            answers.end(with: nil)
        }
    }

    /// Starts the demo, where there is one; it is opened when it stands.
    func openDemo() {
        guard let demo else { return answers.say((.warning, "There is no demo here: martlet demo starts one")) }
        answers.begin()
        Task.detached { [answers, inbox] in
            do {
                let start = try await demo()
                inbox.deliver(.demo(start.draft))
                answers.end(with: (.info, start.words))
            } catch {
                answers.end(with: (.error, "The demo does not start: \(error)"))
            }
        }
    }
}

/// A demo that stands: how to reach it, and what else there is of it.
public struct DemoStart: Sendable {
    /// Its broker.
    public var draft: ConnectionDraft
    /// What else to say of it.
    public var words: String

    /// A demo of its parts.
    public init(_ draft: ConnectionDraft, words: String) {
        self.draft = draft
        self.words = words
    }
}
