import Glibc
import MQTT
import Model
import NIOCore
import NIOPosix

/// One connection of a verb for scripts, with everything that happens on it as mail.
final class ScriptClient {
    let mailbox: Mailbox
    let complaints: Complaints
    private let client: MQTTClient
    private let executor: LoopExecutor
    private let farewell: Disconnect
    /// What is said before anything is sent.
    private let warning: String?
    /// Whether the broker has accepted once.
    private(set) var hasBeenAccepted = false
    /// What has been said of the broker's violations.
    private var told: Set<ProtocolViolation.Kind> = []
    private var toldLosses: Set<String> = []
    /// The version spoken.
    private var version = ProtocolVersion.v311
    /// Whether there is a connection now.
    private(set) var isConnected = false
    /// What a retained message is cleared with: QoS 1, so that it is answered, where the broker takes that.
    private(set) var clearingQoS = QoS.atLeastOnce
    /// Whom it speaks to.
    private let place: String
    /// What is said of filters that nobody may read.
    let names: SpokenNames
    /// SUBSCRIBEs and UNSUBSCRIBEs, until the mail has their answers.
    private var asked: [Task<Void, Never>] = []

    /// A client that connects as it is told; nothing is sent yet.
    init(_ setup: ConnectionSetup, mailbox: Mailbox, complaints: Complaints) {
        let configuration = setup.configuration
        self.mailbox = mailbox
        self.complaints = complaints
        warning = setup.warning
        farewell = Disconnect(properties: setup.disconnectProperties)
        place = "\(configuration.endpoint)"
        let names = configuration.spoken
        self.names = names
        // One connection lives on one thread; the shared group would start one for each processor.
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        executor = LoopExecutor(group.next())
        client = MQTTClient(
            configuration, group: group,
            // The time is taken here: in the mailbox a message may wait for a slow reader.
            onEvent: { mailbox.post(.client($0, WallTime.now())) })
        if setup.isTracing { client.setTap { complaints.say(PacketTrace.line($0, saying: names)) } }
    }

    func start() {
        if let warning { complaints.say(warning) }
        client.start()
    }

    /// Posts every packet that comes and goes, until the end.
    func record() {
        let mailbox = mailbox
        client.setRecorder { mailbox.post(.wire(.traffic($0))) }
    }

    /// The end by `-W`; of a broker that never answered that is said.
    var timeIsOver: ScriptError {
        let words = hasBeenAccepted ? "the time is over" : "the time is over: no CONNACK came from \(place)"
        return ScriptError(words, status: ExitStatus.timeOut)
    }

    func consumed(_ bytes: Int) { client.consumed(bytes) }

    func subscribe(_ subscriptions: [Subscription], _ properties: Properties) {
        let (client, mailbox) = (client, mailbox)
        let answer = Task(executorPreference: executor) {
            do {
                mailbox.post(.subscribed(.success(try await client.subscribe(subscriptions, properties: properties))))
            } catch {
                mailbox.post(.subscribed(.failure(error)))
            }
        }
        asked.append(answer)
    }

    func unsubscribe(_ filters: [String], _ properties: Properties) {
        let (client, mailbox) = (client, mailbox)
        let answer = Task(executorPreference: executor) {
            do {
                mailbox.post(.unsubscribed(.success(try await client.unsubscribe(filters, properties: properties))))
            } catch {
                mailbox.post(.unsubscribed(.failure(error)))
            }
        }
        asked.append(answer)
    }

    /// Pings, after a pause.
    func ping(after pause: Duration = .zero) {
        let (client, mailbox) = (client, mailbox)
        Task(executorPreference: executor) {
            do {
                if pause > .zero { try await Task.sleep(for: pause) }
                mailbox.post(.ponged(.success(try await client.ping())))
            } catch {
                mailbox.post(.ponged(.failure(error)))
            }
        }
    }

    func publish(_ publish: Publish) {
        let mailbox = mailbox
        client.enqueue(publish).whenComplete { mailbox.post(.published($0)) }
    }

    /// Publishes several at one go; `onEach` hears of each on the connection's event loop.
    func publish(_ publishes: [Publish], onEach: @escaping @Sendable (Int, Result<PublishResult, any Error>) -> Void) {
        client.enqueue(publishes, onEach: onEach)
    }

    /// What a change of state means for a verb: nothing, or its end.
    ///
    /// - Parameter isPatient: whether a connection that was there is made again.
    /// - Throws: ``ScriptError`` with mosquitto's exit code.
    func apply(_ state: ClientState, isPatient: Bool) throws(ScriptError) {
        switch state {
        case .connected(let info):
            version = info.version
            hasBeenAccepted = true
            isConnected = true
            clearingQoS = min(.atLeastOnce, info.limits.maximumQoS)
        case .waiting(let pause):
            isConnected = false
            // A CONNACK that refuses would refuse again: a script ends with its code.
            if case .refused = pause.failure.kind { throw ScriptError(pause.failure) }
            // A broker that was never there is a slip in the arguments, most likely.
            guard hasBeenAccepted, isPatient else { throw ScriptError(pause.failure) }
            tellLoss(pause.failure)
        case .stopped(let failure?): throw ScriptError(failure)
        case .idle, .connecting, .stopped(nil): break
        }
    }

    /// Says why the connection is gone and made again. What the broker breaks it breaks each time: that is said once.
    private func tellLoss(_ failure: ConnectionFailure) {
        let words = failure.toldInLetters
        let isBroken = failure.kind == .malformed || failure.kind == .webSocketBroken
        guard !isBroken || toldLosses.insert(words).inserted else { return }
        complaints.say("\(words); trying again")
    }

    /// Says what the broker's SUBACK leaves open.
    func tellMissing(in answers: [SubscribeResult]) {
        let filters = answers.filter { $0.missing != nil }.map { names.said($0.filter) }
        guard let missing = answers.lazy.compactMap(\.missing).first else { return }
        complaints.say("\(missing): whether \(filters.joined(separator: ", ")) is granted is not known")
    }

    /// Says which filters the broker has not given back.
    func tell(_ answers: [UnsubscribeResult]) {
        for answer in answers where answer.reason.isError {
            complaints.say("the broker did not unsubscribe \(names.said(answer.filter)): \(answer.reason.name)")
        }
        for answer in answers {
            guard let missing = answer.missing else { continue }
            complaints.say("\(missing): whether \(names.said(answer.filter)) is unsubscribed is not known")
        }
    }

    /// Says what the broker breaks of the protocol, once for each kind; nothing for all else.
    func tell(_ event: ClientEvent) {
        guard case .violated(let violation, _) = event else { return }
        guard told.insert(violation.kind).inserted else { return }
        complaints.say("the broker breaks MQTT: \(violation.words(in: version))")
    }

    /// Says good-bye and waits for the end, which comes within two seconds.
    ///
    /// - Parameters:
    ///   - withWill: whether the broker is to publish the will all the same (MQTT 5 3.14.2.1).
    ///   - body: gets what arrives until then. Messages in it have been acknowledged: nobody will send them again.
    func end(withWill: Bool = false, _ body: (Mailbox.Item) -> Void = { _ in }) {
        var packet = farewell
        // Before MQTT 5 there is no reason in the packet: the will then is published where no DISCONNECT is sent.
        if withWill { packet.reason = .disconnectWithWill }
        let (client, mailbox, asked) = (client, mailbox, asked)
        Task(executorPreference: executor) { [packet] in
            await client.disconnect(packet)
            // An answer that came before the end may be on its way to the mail; those that never come fail with the end.
            for answer in asked { await answer.value }
            mailbox.post(.disconnected)
        }
        // The client's own limit is two.
        let deadline = ContinuousClock.now + .seconds(3)
        while mailbox.wait(until: deadline) == .items {
            var isDone = false
            for item in mailbox.take() {
                if case .client(let event, _) = item { tell(event) }
                if case .disconnected = item { isDone = true } else { body(item) }
            }
            if isDone { return }
        }
    }
}

extension ScriptError {
    /// The end of a connection, with mosquitto's exit code: that of the CONNACK when it refused.
    init(_ failure: ConnectionFailure) {
        let status: Int32 =
            switch failure.kind {
            case .refused(let refusal): Int32(refusal.code)
            case .connectionLost, .keepAliveTimedOut, .disconnectedByServer: ExitStatus.connectionLost
            default: ExitStatus.failure
            }
        self.init(failure.toldInLetters, status: status)
    }
}

extension ConnectionFailure {
    /// What is said of it on a command line: with the letters of the setting that may mend it.
    var toldInLetters: String { letters.map { "\(self) (\($0))" } ?? "\(self)" }
}
