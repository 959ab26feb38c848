import MQTT
public import Profile
public import Topics
public import Wire

/// The open connections, each one object, and what arrives for them.
///
/// Main thread only. It reads no clock and does nothing outside itself: arrivals go in by ``apply(_:)``, what the person
/// decides by the functions of its parts.
public final class Model {
    /// The open connections in the order in which they were opened; never empty.
    public private(set) var connections: [Workspace]
    /// The connection on the screen: it is told what concerns no other.
    public private(set) var shown: Workspace
    /// The requests of the REST half.
    public let requests = Requests()
    /// What the last test of a connection has found.
    public var probe: ProbeReport?
    /// What the last test of each broker has found, by its address, also before the program started.
    public private(set) var tested: [String: ProbeReport] = [:]

    /// Nanoseconds between the clock that people read and the one that never goes back, which the logs of the wire are
    /// ordered by; set once by whoever has clocks.
    public var clockOffset: Int64 = 0 {
        didSet {
            for connection in connections { connection.wire.clockOffset = clockOffset }
            requests.wire.clockOffset = clockOffset
        }
    }
    /// The most bytes that the log of the wire of each connection keeps, and that of HTTP.
    public var wireBudget = WireLog.standardBudget {
        didSet {
            for connection in connections { connection.wire.budget = wireBudget }
            requests.wire.budget = wireBudget
        }
    }
    /// What is on this machine for a first connection.
    public private(set) var surroundings = Surroundings()

    /// The race of a topic and a request that runs, or ran last.
    public private(set) var race: Race?
    private var raceNumber = 0
    /// What was sent last with something expected of it, and what came so far.
    public private(set) var expectation: StepReport?
    private var expectationNumber = 0

    private var lastID: Int
    private let makeLive: () -> LiveData
    /// Who has something of each connection that holds on to what was received.
    private var closings: [(Workspace) -> Void] = []

    /// A model with one connection that is not opened yet.
    /// - Parameter makeLive: makes what each further connection keeps its messages in.
    public init(_ first: Workspace = Workspace(), makeLive: @escaping () -> LiveData = { LiveData() }) {
        connections = [first]
        shown = first
        lastID = first.id.rawValue
        self.makeLive = makeLive
    }

    /// An open connection; nil when it is closed.
    public subscript(id: ConnectionID) -> Workspace? { connections.first { $0.id == id } }

    // MARK: - What is open

    /// Adds a connection and shows it. One that is shown and was never used makes room.
    public func open() -> Workspace {
        lastID += 1
        let new = Workspace(makeLive(), id: ConnectionID(lastID))
        prepare(new.wire)
        let old = shown
        if old.connection.state == .idle, let place = connections.firstIndex(where: { $0 === old }) {
            // In its place: the order of the tabs does not change for one that was never used.
            connections[place] = new
            shown = new
            // Last: who lets go of its parts may look at what is shown.
            for closing in closings { closing(old) }
        } else {
            connections.append(new)
        }
        shown = new
        return new
    }

    /// Takes a connection away; the last one leaves an empty one behind.
    public func close(_ id: ConnectionID) {
        guard let place = connections.firstIndex(where: { $0.id == id }) else { return }
        let old = connections.remove(at: place)
        if connections.isEmpty {
            lastID += 1
            // With a number of its own: what is still on its way to the old one is not for it.
            connections = [Workspace(makeLive(), id: ConnectionID(lastID))]
            prepare(connections[0].wire)
            // What happened is still to be read.
            connections[0].notices = old.notices.map { notice in
                var notice = notice
                notice.number = 0
                return notice
            }
        }
        // Behind the removal the same place is the neighbour on the right, or the last.
        if old === shown { shown = connections[min(place, connections.count - 1)] }
        for closing in closings { closing(old) }
    }

    private func prepare(_ wire: WireLog) {
        wire.clockOffset = clockOffset
        wire.budget = wireBudget
    }

    /// Has something done with each connection that is taken away, once it is no longer open.
    public func whenClosed(_ closing: @escaping (Workspace) -> Void) { closings.append(closing) }

    /// A connection's client is given up, though the connection stays on the screen: it throws nobody out any more.
    public func left(_ id: ConnectionID) {
        self[id]?.presence = nil
        self[id]?.isFed = false
    }

    /// Shows an open connection.
    public func show(_ id: ConnectionID) {
        if let found = self[id] { shown = found }
    }

    /// Shows the next open connection, or the one before.
    public func showNeighbour(_ step: Int) {
        guard connections.count > 1, let place = connections.firstIndex(where: { $0 === shown }) else { return }
        shown = connections[(place + step + connections.count) % connections.count]
    }

    /// A race begins: from here on its number says what happens.
    public func beginRace(_ plan: Race.Plan, number: Int) {
        race = Race(plan)
        raceNumber = number
    }

    /// Something is sent and watched: from here on its number says what comes.
    public func beginExpectation(number: Int) {
        expectation = StepReport()
        expectationNumber = number
    }

    // MARK: - What arrives

    /// Takes in what came. What is said of a connection that is closed is passed over.
    public func apply(_ arrival: Arrival) {
        switch arrival {
        case .event(let event, let id, let time):
            guard let connection = self[id], connection.isFed else { return }
            var words: String?
            // Before it is applied: who threw whom out is known only while the old state stands.
            if case .state(let state) = event { words = explanation(of: state, connection, at: time) }
            connection.apply(event, at: time, explained: words)
            if let words = connection.unsaidParting.take() {
                connection.parting = (shown.notify(Notice(at: time, kind: .info, text: words)), false)
            }
        case .opening(let opening, let id, let time): self[id]?.apply(opening, at: time)
        case .wire(let traffic, let id): self[id]?.wire.take(traffic)
        case .publish(let report, let id, let time): self[id]?.apply(report, at: time)
        case .lines(let report, let id, let time): self[id]?.apply(report, at: time)
        case .pong(let microseconds, let id, let time):
            self[id]?.live.received.notePing(microseconds: microseconds, at: time)
            self[id]?.noteProof(at: time)
        case .unasked(let filter, let words, let id): self[id]?.setUnasked(filter, words)
        case .notice(let notice): shown.notify(notice)
        case .probe(let report):
            // An earlier test that was left behind says nothing any more.
            if probe?.name == report.name { probe = report }
            if !report.isRunning, !report.address.isEmpty { tested[report.address] = report }
        case .tested(let reports):
            // What was tested meanwhile is newer.
            // From the newest: the first that is found for an address holds.
            for report in reports.reversed() where !report.address.isEmpty && tested[report.address] == nil {
                tested[report.address] = report
            }
        case .surroundings(let found): surroundings = found
        case .exchange(let exchange): requests.apply(exchange)
        case .stream(let report): requests.streams.take(report)
        case .race(let news, let number): if number == raceNumber { race?.take(news) }
        case .expectation(let report, let number): if number == expectationNumber { expectation = report }
        case .kept(let answers): requests.exchanges.remember(answers)
        case .answer(let reading): requests.apply(reading)
        case .answersDropped(let count): requests.dropped(count)
        }
    }

    /// Why a connection that stood has ended, when that is known better from here; tells the other of two that have one
    /// client identifier.
    private func explanation(of state: ClientState, _ connection: Workspace, at time: Int64) -> String? {
        let failure: ConnectionFailure?
        switch state {
        case .connected(let info):
            if let (loser, words) = connection.cameIn(info, among: connections, at: time) {
                loser.explainEnd(words, at: time)
            }
            return nil
        case .waiting(let pause): failure = pause.failure
        case .stopped(let reason): failure = reason
        default: return nil
        }
        // The state is still the one before this event: only a connection that stood can have been thrown out.
        guard case .connected = connection.connection.state, let failure else { return nil }
        return connection.wentOut(failure, among: connections, at: time)
    }
}
