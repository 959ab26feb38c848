import Feeds
import Files
import Kit
import MQTT
import Model
import NIOCore
import NIOPosix
import Opener
import Profile
import Text

/// Tests a connection step by step: name, TCP, TLS, CONNACK, subscriptions, and a message there and back at each QoS.
struct Prober: Sendable {
    /// How the broker is reached.
    let broker: ClientConfiguration
    /// What is asked for there.
    let plan: PlanInForce
    /// The report to begin with.
    let report: ProbeReport
    /// Whether a connection with this client identifier is open: it must not be thrown out by its own test.
    let isOpen: Bool
    let clock: AppClock
    let tell: @Sendable (ProbeReport) -> Void

    /// The step that says what the broker has and lacks.
    static let features = "Features"

    /// Runs the test to its end; every step is told as it begins and as it ends.
    func run() async -> ProbeReport {
        var resolved = self.report
        // What the variables of its address stand for now is the broker that is tested.
        resolved.address = plan.testedAs
        var report = Report(resolved, plan.told, tell)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        do {
            try await steps(&report, group)
        } catch {
            let failure = (error as? ConnectionFailure)?.quoting(plan.told.told(quoting:))
            report.fail(failure?.told ?? plan.told.told(quoting: "\(error)"))
        }
        report.end(at: clock.now())
        try? await group.shutdownGracefully()
        return report.value
    }

    /// The report as it grows: it is shown, and kept on the disk. What it is told of says names for secrets already.
    private struct Report {
        var value: ProbeReport
        let told: ToldTexts
        let tell: @Sendable (ProbeReport) -> Void

        init(_ value: ProbeReport, _ told: ToldTexts, _ tell: @escaping @Sendable (ProbeReport) -> Void) {
            self.value = value
            self.told = told
            self.tell = tell
        }

        mutating func begin(_ title: String) {
            value.steps.append(.init(title, .running))
            tell(value)
        }

        mutating func end(_ state: ProbeReport.Step.State = .passed, _ lines: [String]) {
            guard !value.steps.isEmpty else { return }
            value.steps[value.steps.count - 1].state = state
            value.steps[value.steps.count - 1].lines = lines
            tell(value)
        }

        mutating func fail(_ words: String) {
            if value.steps.last?.state == .running { end(.failed, [words]) }
        }

        /// Ends with a failure in the step that it belongs to: what was found of that before stays below it.
        mutating func fail(_ failure: ConnectionFailure) {
            let words = failure.quoting(told.told(quoting:)).told
            if let title = Prober.step(of: failure, hasTLS: value.steps.contains { $0.title == "TLS" }),
                value.steps.last?.state == .running
            {
                value.steps.removeLast()
                let seen = value.steps.last?.title == title ? value.steps.removeLast().lines : []
                // The first of it is how long the step took, and with TLS its version: of one that failed it tells nothing.
                value.steps.append(.init(title, .failed, [words] + seen.dropFirst()))
            }
            fail(words)
            tell(value)
        }

        mutating func end(at time: Moment) {
            value.isRunning = false
            value.testedAt = time
            tell(value)
        }
    }

    private func steps(_ report: inout Report, _ group: MultiThreadedEventLoopGroup) async throws {
        let endpoint = broker.endpoint
        let timeout = broker.connectTimeout
        report.begin(endpoint.transport == .unix ? "Socket" : "Name")
        // The resolver blocks, for as long as a name server says nothing.
        let (addresses, nameTime) = try await timed {
            try await BlockingWork.value { try BrokerProbe.addresses(of: endpoint) }
        }
        guard !addresses.isEmpty else { return report.fail("\(endpoint.spokenHost) has no address") }
        let list = addresses.map(words)
        report.end(.passed, ["\(list[0])  \(nameTime)"] + list.dropFirst().prefix(7).map { "also \($0)" })

        report.begin(endpoint.transport == .unix ? "Connect" : "TCP")
        var open: SocketAddress?
        var lines: [String] = []
        // A name with dozens of addresses must not make a test of minutes.
        for address in addresses.prefix(8) {
            do {
                let (_, time) = try await timed {
                    try await BrokerProbe.connect(to: address, of: endpoint, timeout: timeout, on: group)
                }
                lines.append("\(words(address)) port \(endpoint.spokenPort)  \(time)")
                open = address
                break
            } catch {
                lines.append("\(words(address)): \(error)")
            }
        }
        guard let open else { return report.end(.failed, lines) }
        // The address that answered is the last one that was tried, and the first one to know.
        report.end(lines.count > 1 ? .warned : .passed, lines.reversed())

        if endpoint.transport.isSecure {
            report.begin("TLS")
            let (facts, time) = try await timed {
                try await BrokerProbe.handshake(
                    with: endpoint, at: open, tls: broker.tls, timeout: timeout, on: group)
            }
            let now = Int(clock.now() / 1_000_000)
            let chain = facts.chain.enumerated().map { index, certificate in
                plan.told.told(quoting: Self.words(certificate, isOwn: index == 0, now: now))
            }
            // 14 days: time enough to renew one.
            let isBad = facts.chain.contains { $0.notAfter < now + 14 * 86_400 || $0.notBefore > now }
            let unverified = broker.tls.verify ? [] : ["not verified: anyone in between can read along"]
            report.end(
                isBad || !unverified.isEmpty ? .warned : .passed,
                // Behind the name of the step the version alone.
                [[facts.version.replacing("TLS ", with: ""), time].filter { !$0.isEmpty }.joined(separator: "  ")]
                    + chain + unverified)
        }
        try await talk(&report)
    }

    /// The step that a connection fails in before there is anything to acknowledge; nil where it is the CONNACK.
    private static func step(of failure: ConnectionFailure, hasTLS: Bool) -> String? {
        switch failure.kind {
        case .tlsUnknownAuthority, .tlsExpired, .tlsWrongHost, .tlsClientCertificateRequired,
            .tlsClientCertificateRefused, .tlsSharedKeyRefused, .tlsNotSpoken, .tlsOther:
            "TLS"
        case .webSocketRefused, .webSocketBroken: "WebSocket"
        case .proxyRefused: "Proxy"
        // The files of keys and certificates are what is read first.
        case .badOptions: hasTLS ? "TLS" : "Settings"
        case .noSettings: "Settings"
        default: nil
        }
    }

    /// An address as it is spoken of: the settings may have it as a secret.
    private func words(_ address: SocketAddress) -> String {
        let endpoint = broker.endpoint
        if let address = address.ipAddress { return address == endpoint.host ? endpoint.spokenHost : address }
        return endpoint.transport == .unix ? endpoint.spokenAuthority : "\(address)"
    }

    private static func words(_ certificate: BrokerProbe.CertificateFacts, isOwn: Bool, now: Int) -> String {
        let days = (certificate.notAfter - now) / 86_400
        let left =
            certificate.notBefore > now
            // The last day counts 0; a negative fraction is cut to 0 as well, hence the second look.
            ? "not valid yet" : days < 0 || certificate.notAfter < now ? "expired" : "\(days) days left"
        let name = certificate.name.isEmpty ? "no common name" : certificate.name
        return
            "\(isOwn ? "certificate" : "signed by") \(name), until \(CivilDate(seconds: certificate.notAfter)), \(left)"
    }

    // MARK: - MQTT

    private func talk(_ report: inout Report) async throws {
        // A test that took over a session, or made the broker forget one, would do harm.
        var configuration = broker.aside
        configuration.reconnect = .never
        let end = String((0..<8).map { _ in "abcdefghijkmnpqrstuvwxyz23456789".randomElement() ?? "x" })
        let isOwnID = !isOpen && broker.cleanStart && !configuration.clientID.isEmpty
        if !isOwnID { configuration.clientID = "martlet-test-\(end)" }

        report.begin("CONNACK")
        let events = ProbeEvents()
        let feed = BrokerFeed(aside: configuration, now: clock.now) { events.take($0) }
        let start = ContinuousClock.now
        feed.start()
        let connected = await events.connected()
        let connectTime = Self.words(ContinuousClock.now - start)
        guard case .success(let info) = connected else {
            if case .failure(let failure) = connected { report.fail(failure) }
            try? await feed.close()
            return
        }
        let identifier = isOwnID ? [] : ["tested as \(configuration.clientID), so that no session is disturbed"]
        report.end(.passed, ["MQTT \(info.version.label)  \(connectTime)"] + Self.words(info, plan.told) + identifier)

        report.begin("Subscribe")
        var answers: [String] = []
        var isRefused = false
        for subscription in plan.subscriptions {
            do {
                for answer in try await feed.subscribe([subscription])() {
                    if let missing = answer.missing {
                        isRefused = true
                        answers.append("\(plan.told.told(answer.filter))  not answered: \(missing)")
                    } else if let granted = answer.granted {
                        let less = granted < answer.requested ? ", less than asked" : ""
                        answers.append("\(plan.told.told(answer.filter))  QoS \(granted.rawValue) granted\(less)")
                    } else {
                        isRefused = true
                        answers.append("\(plan.told.told(answer.filter))  refused: \(answer.reason.words)")
                    }
                }
            } catch {
                isRefused = true
                answers.append("\(plan.told.told(subscription.filter))  \(plan.told.told(quoting: "\(error)"))")
            }
        }
        answers += plan.unusable.map { "\(plan.told.told($0.filter))  not asked for: \($0.words)" }
        report.end(isRefused || !plan.unusable.isEmpty ? .warned : .passed, answers)
        await roundTrips(&report, feed, events, topic: "martlet/test/\(end)")
        report.begin(Self.features)
        let features = await self.features(feed, events, info.limits, topic: "martlet/test/\(end)")
        report.end(features.lacks.isEmpty ? .passed : .warned, features.lines)
        report.begin("Sizes")
        let sizes = await self.sizes(feed, events, info.limits, topic: "martlet/test/\(end)/size")
        report.end(sizes.isWhole ? .passed : .warned, sizes.lines)
        try? await feed.close()
    }

    private static func words(_ info: ConnectionInfo, _ told: ToldTexts) -> [String] {
        let limits = info.limits
        var lines = ["client identifier \(told.told(info.clientID)), keep alive \(info.keepAlive) s"]
        if info.version == .v5 {
            let packet = limits.maximumPacketSize.map { "\($0) bytes" } ?? "as the protocol allows"
            lines.append(
                "packets \(packet), \(limits.receiveMaximum) under way, \(limits.topicAliasMaximum) topic aliases")
            lines.append(
                "QoS \(limits.maximumQoS.rawValue) at most, \(limits.retainAvailable ? "" : "no ")retained messages")
            let features = [
                (limits.wildcardSubscriptionAvailable, "wildcards"),
                (limits.sharedSubscriptionAvailable, "shared subscriptions"),
                (limits.subscriptionIdentifierAvailable, "subscription identifiers"),
            ]
            lines.append(features.map { ($0.0 ? "" : "no ") + $0.1 }.joined(separator: ", "))
        }
        return lines
    }

    /// A message at each QoS to a topic of the test's own, and back.
    private func roundTrips(_ report: inout Report, _ feed: any Feed, _ events: ProbeEvents, topic: String) async {
        for qos in [QoS.atMostOnce, .atLeastOnce, .exactlyOnce] {
            report.begin("QoS \(qos.rawValue) round trip")
            do {
                let answers = try await feed.subscribe([Subscription(filter: topic, qos: qos)])()
                if let answer = answers.first, answer.granted == nil {
                    report.end(.warned, ["\(topic) refused: \(answer.reason.words)"])
                    continue
                }
                let payload = Array("\(qos.rawValue) \(topic)".utf8)
                let start = ContinuousClock.now
                let result = try await feed.publish(
                    Publish(topic: topic, payload: ByteBuffer(bytes: payload), qos: qos))
                if result.reason.isError {
                    report.end(.warned, ["publishing to \(topic) refused: \(result.reason.words)"])
                    continue
                }
                if await events.message(payload, within: .seconds(5)) {
                    report.end(.passed, ["\(Self.words(ContinuousClock.now - start))  by \(topic)"])
                } else {
                    report.end(.warned, ["published to \(topic), and not back within 5 s"])
                }
            } catch {
                report.end(.failed, [plan.told.told(quoting: "\(error)")])
            }
        }
    }

    private func timed<Value: Sendable>(_ work: () async throws -> Value) async throws -> (Value, String) {
        let start = ContinuousClock.now
        let value = try await work()
        return (value, Self.words(ContinuousClock.now - start))
    }

    static func words(_ time: Duration) -> String { Figures.duration(time.microseconds) }
}
