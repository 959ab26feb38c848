import MQTT
public import Opener
import Profile
import Text

extension ConnectionRequest {
    /// What the letters mean, with the defaults of mosquitto's programs where there is no saved connection: MQTT 3.1.1
    /// (5 for `rr`), keep alive 60, an empty client identifier, and with MQTT 5 a Receive Maximum of 20.
    ///
    /// - Parameters:
    ///   - count: after how many messages the verb ends; no more are let come unacknowledged.
    ///   - namesTopic: whether a letter names the topic: then what stands behind the host of `ws://` is a path.
    ///   - environment: answers with a variable's value.
    /// - Throws: ``ScriptError`` for letters that contradict one another or cannot be, and for what the saved connection
    ///   names and cannot be had.
    public func setup(
        for verb: ScriptVerb, count: Int? = nil, namesTopic: Bool = false, environment: (String) -> String?
    ) async throws(ScriptError) -> ConnectionSetup {
        var meant = try letters(.script(verb), count: count, namesTopic: namesTopic, environment: environment)
        // Each verb names what it subscribes to.
        meant.draft.subscriptions = []
        var given: [PropertyArgument] = []
        for text in properties { given.append(try PropertyArgument(joined: text)) }
        if !given.isEmpty, ["3.1", "3.1.1"].contains(meant.draft.version) {
            throw ScriptError("-D gives properties of MQTT 5, and -V asks for an older version")
        }
        // Those of CONNECT and will go with the connection; the others wait for their packets.
        meant.overrides.connectProperties = given.filter { $0.packet == .connect }.map(\.property)
        meant.overrides.willProperties = given.filter { $0.packet == .will }.map(\.property)

        var setup = ConnectionSetup(try await plan(meant).configuration)
        setup.topic = meant.topic
        setup.isQuiet = isQuiet
        setup.isTracing = isTracing
        // A socket of this machine has no TLS that could be turned on.
        let transport = setup.configuration.endpoint.transport
        if !transport.isSecure, transport != .unix { setup.warning = tls.warningInClear }
        for argument in given { setup.add(argument) }
        return setup
    }

    /// What a client is opened with for what the letters mean; waits for what has to be found first.
    ///
    /// - Throws: ``ScriptError`` for what the connection names and cannot be had.
    public func plan(_ letters: Letters) async throws(ScriptError) -> ConnectionPlan {
        let draft = letters.draft
        let (secrets, variables) = (secrets, saved?.variables ?? Variables())
        let find: @Sendable () async throws(ConnectionOpener.Failure) -> ConnectionPlan = {
            () async throws(ConnectionOpener.Failure) -> ConnectionPlan in
            // Another for each time: it knows when the tokens of its one connection end.
            let opener = ConnectionOpener(secrets: secrets, variables: variables) {
                let now = WallTime.now()
                return Moment(now.seconds) * 1_000_000 + Moment(now.nanoseconds / 1000)
            }
            return try await opener.plan(draft, letters.overrides)
        }
        do {
            return Self.renewing(try await find(), find)
        } catch {
            // What letters made has no name to speak of.
            guard saved != nil else { throw ScriptError("\(error)") }
            let words = "\(error)"
            // What is wrong with the connection as a whole begins with its name.
            let name = words.hasPrefix("\(draft.name): ") ? words : "\(draft.name): \(words)"
            let line = isSavedNamed ? "-b \(name)" : name
            let answers: [(Secret?, String, variable: String)] = [
                (draft.password, "password of ", "MARTLET_PASSWORD"),
                (draft.tls.keyPassword, "key password of ", "MARTLET_KEY_PASSWORD"),
                (draft.brokerTLS.preSharedKey, "shared key of ", "MARTLET_PSK"),
            ]
            let asked = answers.first { $0.0 == .prompt && words.hasPrefix($0.1) }
            throw ScriptError(line + (asked.map { "; $\($0.variable) answers where nobody can be asked" } ?? ""))
        }
    }
}

extension ConnectionSetup {
    /// Puts a property of a packet behind CONNECT where it belongs.
    fileprivate mutating func add(_ argument: PropertyArgument) {
        let property = argument.property
        switch argument.packet {
        case .connect, .will: break
        case .publish: publishProperties.list.append(property)
        case .subscribe: subscribeProperties.list.append(property)
        case .unsubscribe: unsubscribeProperties.list.append(property)
        case .disconnect: disconnectProperties.list.append(property)
        }
    }
}

/// A number within bounds.
func number(_ value: Int, _ range: ClosedRange<Int>, _ letter: String) throws(ScriptError) -> Int {
    guard range.contains(value) else {
        throw ScriptError("\(letter) \(value): a number from \(range.lowerBound) to \(range.upperBound) is needed")
    }
    return value
}

/// A QoS by its number.
func level(_ value: Int, _ letter: String) throws(ScriptError) -> QoS {
    guard let level = UInt8(exactly: value).flatMap(QoS.init(rawValue:)) else {
        throw ScriptError("\(letter) \(value) is no QoS: 0, 1 or 2")
    }
    return level
}

/// A topic filter.
func filter(_ text: String, _ letter: String) throws(ScriptError) -> TopicFilter {
    do {
        return try TopicFilter(text)
    } catch {
        throw ScriptError("\(letter) \(text): \(error)")
    }
}
