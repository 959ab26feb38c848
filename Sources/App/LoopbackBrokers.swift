import Feeds
import Kit
public import MQTT
import Model
import NIOCore
import NIOPosix
import Opener
import Profile
import Text

/// Looks for brokers on this machine, at the ports where they usually listen.
public struct LoopbackBrokers: Sendable {
    /// A place where something listens.
    public struct Answer: Sendable {
        /// The place.
        public let endpoint: Endpoint
        /// Whether a broker answers there, though perhaps not to everybody.
        public let isBroker: Bool
        /// What came of a CONNECT.
        public let words: String
    }

    /// The places in the order in which they are told: those of mosquitto, EMQX, RabbitMQ and HiveMQ as they come.
    public static let usual = [
        "mqtt://127.0.0.1:1883", "mqtts://127.0.0.1:8883", "ws://127.0.0.1:9001/mqtt", "ws://127.0.0.1:8083/mqtt",
        "ws://127.0.0.1:15675/ws", "ws://127.0.0.1:8000/mqtt",
    ].compactMap { try? Endpoint(url: $0) }

    /// The most connections of one's own that are asked for at once.
    private static let mostOwn = 64

    /// The places on this machine that connections name, each once, with the address that it is known by.
    static func own(
        _ drafts: [ConnectionDraft], _ variables: Variables
    ) -> [(address: String, endpoint: Endpoint)] {
        var own: [(address: String, endpoint: Endpoint)] = []
        for draft in drafts where own.count < mostOwn {
            let url = TemplateExpander(variables: variables).expand(draft.url)
            // A secret is not looked for only to see who answers.
            guard url.secrets.isEmpty, let endpoint = try? Endpoint(url: url.text),
                IPAddress.isLoopback(endpoint.host)
            else { continue }
            let address = ProbeReport.address(of: draft, variables)
            if !own.contains(where: { $0.address == address }) { own.append((address, endpoint)) }
        }
        return own
    }

    /// How long a broker has to take a connection and to answer it.
    private static let patience = Duration.seconds(1)

    /// Asks at all places at once, and at each once; answers of those where something listens, in the order of the places.
    public static func ask(_ wanted: [Endpoint] = usual) async -> [Answer] {
        var names: Set<String> = []
        let places = wanted.filter { names.insert("\($0)").inserted }
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let answers = await withTaskGroup(of: (Int, Answer?).self) { tasks in
            for (index, place) in places.enumerated() {
                tasks.addTask { (index, await ask(place, group)) }
            }
            var found: [Int: Answer] = [:]
            for await (index, answer) in tasks { found[index] = answer }
            return places.indices.compactMap { found[$0] }
        }
        try? await group.shutdownGracefully()
        return answers
    }

    private static func ask(_ endpoint: Endpoint, _ group: MultiThreadedEventLoopGroup) async -> Answer? {
        // A bare connection first: where nothing listens nothing is told, what a client fails at after that is.
        guard await listens(endpoint, group) else { return nil }
        var configuration = ClientConfiguration(endpoint: endpoint)
        configuration.userAgent = ProgramVersion.userAgent
        configuration.reconnect = .never
        configuration.connectTimeout = patience
        configuration.fallbackTimeout = patience
        // Whether it may be trusted, the connection that the person opens will say.
        configuration.tls.verify = false
        let events = ProbeEvents()
        let feed = BrokerFeed(aside: configuration, now: AppClock.system.now) { events.take($0) }
        let start = ContinuousClock.now
        feed.start()
        let connected = await events.connected()
        let time = Figures.duration((ContinuousClock.now - start).microseconds)
        try? await feed.close()
        switch connected {
        case .success(let info):
            return Answer(endpoint: endpoint, isBroker: true, words: "a broker, MQTT \(info.version.label), \(time)")
        case .failure(let failure):
            // A CONNACK that refuses is the word of a broker; nothing else that fails is.
            // Who wants to know a client by its certificate is asked without one here.
            switch failure.kind {
            case .refused, .tlsClientCertificateRequired, .tlsClientCertificateRefused, .tlsSharedKeyRefused:
                return Answer(endpoint: endpoint, isBroker: true, words: "a broker: \(failure.summary)")
            default:
                return Answer(endpoint: endpoint, isBroker: false, words: "something listens: \(failure.summary)")
            }
        }
    }

    /// Whether something takes a connection at any address of a place: `localhost` has two.
    private static func listens(_ endpoint: Endpoint, _ group: MultiThreadedEventLoopGroup) async -> Bool {
        for address in (try? BrokerProbe.addresses(of: endpoint)) ?? [] {
            do {
                try await BrokerProbe.connect(to: address, of: endpoint, timeout: patience, on: group)
                return true
            } catch {
                continue
            }
        }
        return false
    }
}
