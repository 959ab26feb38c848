import App
import Interface
import MQTT
import Model
import Opener
import Profile
import Terminal
import Topics

/// The whole program at a terminal in memory, its profile filled, everything that leaves it kept on loopback and in one
/// folder.
final class MonkeyHouse {
    let terminal = MemoryTerminal(size: Size(width: 120, height: 36))
    let application: Application
    private let book: ProfileBook
    private let keeper: ProfileKeeper
    private let effects: EffectRunner
    private let folder: String
    private let brokerURL: String
    private let serverURL: String
    private var written = 0

    init(number: Int, folder: String, broker: Int, server: Int) throws {
        self.folder = folder
        brokerURL = "mqtt://127.0.0.1:\(broker)"
        serverURL = "http://127.0.0.1:\(server)"
        let inbox = Inbox(doorbell: try Doorbell())
        let path = "\(folder)/profile-\(number).json"
        var file = ProfileFile(path)
        let (saved, _) = file.save(Self.profile(broker: brokerURL, server: serverURL))
        book = ProfileBook(saved)
        book.path = path
        keeper = ProfileKeeper(file, book: book, inbox: inbox)
        let workspace = Workspace(LiveData(memory: 8 << 20, maximumPayload: number % 3 == 0 ? 4096 : nil))
        let model = Model(workspace, makeLive: { LiveData(memory: 8 << 20) })
        let window = Window(model: model, book: book)
        window.load(requests: book.profile.requests.values)
        effects = EffectRunner(inbox: inbox)
        application = Application(
            terminal: terminal, model: model, book: book, window: window, inbox: inbox, effects: effects, keeper: keeper
        )
        application.history = HistoryFile(path: "\(folder)/history-\(number).jsonl")
        application.gate = { [unowned self] in kept($0) }
        var configuration = ClientConfiguration(endpoint: Endpoint(host: "127.0.0.1", port: broker))
        configuration.reconnect.minimum = .milliseconds(20)
        effects.open(
            ConnectionPlan(
                name: "monkey", configuration: configuration,
                subscriptions: ["#", "$SYS/#"].map { ConnectionPlan.Filter($0, qos: 1) }), in: workspace)
    }

    /// Ends it as the program does; the good-bye is not waited for.
    func leave() {
        _ = keeper.finish(book)
        let farewell = effects.farewell
        Task.detached { try? await farewell() }
    }

    // MARK: - What leaves it

    /// An effect as it is let out: files in the folder, connections and requests to loopback, no program.
    private func kept(_ effect: Effect) -> Effect? {
        switch effect {
        case .file(.writeMessage(_, let sequence)): return .file(.writeMessage(path: nextFile(), sequence: sequence))
        case .file(.write(_, let bytes)): return .file(.write(path: nextFile(), bytes))
        case .profile(.keepSecret(let path, _, _)):
            return path.hasPrefix(folder) && !path.contains("..") ? effect : nil
        case .publish(.sendLines(_, let draft, let interval, let total)):
            return .publish(.sendLines(of: book.path, draft, interval: interval, total: total))
        case .connection(.open(let draft)): return .connection(.open(kept(draft)))
        case .connection(.probe(let draft)): return .connection(.probe(kept(draft)))
        case .request(.send(var order)):
            (order.draft, order.variables) = kept(order.draft, order.variables)
            return .request(.send(order))
        case .request(.join(var order)):
            (order.draft, order.variables) = kept(order.draft, order.variables)
            return .request(.join(order))
        case .connection(.race(var order)):
            (order.draft, order.variables) = kept(order.draft, order.variables)
            return .connection(.race(order))
        case .connection(.expect(var order)):
            guard case .request(let draft) = order.step.trigger else {
                return book.variables.all.contains { isProgram($0.value) } ? nil : effect
            }
            let (own, variables) = kept(draft, order.variables)
            (order.step.trigger, order.variables) = (.request(own), variables)
            return .connection(.expect(order))
        case .publish(.send), .publish(.sendAndCut):
            return book.variables.all.contains { isProgram($0.value) } ? nil : effect
        case .program, .profile, .connection, .publish, .request, .signIn, .file(.removeAnswers): return effect
        }
    }

    /// A request that goes to the server of this house, whatever it was to be.
    private func kept(_ draft: RequestDraft, _ variables: Variables) -> (RequestDraft, Variables) {
        var draft = draft
        let isHere = draft.url.hasPrefix("\(serverURL)/") || draft.url.hasPrefix("{{base}}/")
        if !isHere { draft.url = "\(serverURL)/elsewhere" }
        draft.options.proxy = "none"
        return (draft, Variables(variables.all.map { kept($0) } + [here]))
    }

    private var here: Variables.Variable { Variables.Variable("base", .literal(serverURL), origin: "here") }

    private func nextFile() -> String {
        written += 1
        return "\(folder)/written-\(written % 20)"
    }

    private func kept(_ draft: ConnectionDraft) -> ConnectionDraft {
        var draft = draft
        draft.url = brokerURL
        draft.limits.followsRedirects = false
        if let password = draft.password, isProgram(password) { draft.password = nil }
        if let password = draft.tls.keyPassword, isProgram(password) { draft.tls.keyPassword = nil }
        if let key = draft.brokerTLS.preSharedKey, isProgram(key) { draft.brokerTLS.preSharedKey = nil }
        return draft
    }

    private func kept(_ variable: Variables.Variable) -> Variables.Variable {
        isProgram(variable.value) ? Variables.Variable(variable.name, .literal(""), origin: variable.origin) : variable
    }

    private func isProgram(_ secret: Secret) -> Bool {
        if case .command = secret { return true }
        return false
    }

    // MARK: - The profile

    private static func profile(broker: String, server: String) -> Profile {
        var profile = Profile()
        for number in 0..<12 {
            var draft = ConnectionDraft(name: "broker \(number)", url: broker)
            draft.username = "me"
            draft.password = number % 3 == 0 ? .literal("secret") : number % 3 == 1 ? .prompt : nil
            draft.subscriptions = [SubscriptionDraft("home/#", qos: number % 3)]
            if number % 2 == 0 {
                draft.will = WillDraft()
                draft.will?.topic = "gone/\(number)"
            }
            profile.connections.insert(draft)
        }
        for name in ["dev", "live", "empty"] {
            let variables: [Environment.Variable] = [
                .init("base", .literal(server)), .init("token", .literal("abc{{base}}")),
                .init("itself", .literal("{{itself}}")),
                .init("asked", .prompt), .init("of the surroundings", .environment("HOME")),
            ]
            profile.environments.insert(Environment(name: name, variables: name == "empty" ? [] : variables))
        }
        profile.settings.environment = "dev"
        for number in 0..<60 { profile.requests.insert(request(number)) }
        for number in 0..<20 {
            var draft = PublishDraft()
            (draft.name, draft.folder) = ("publish \(number)", "folder \(number % 4)")
            (draft.topic, draft.qos) = ("home/lamp/\(number)", number % 3)
            draft.payload =
                number % 2 == 0 ? "{\"on\": {{pick true false}}, \"at\": \"{{now}}\"}" : "text {{uuid}} {{nothing}}"
            draft.format = number % 2 == 0 ? .json : .text
            profile.publishes.insert(draft)
        }
        return profile
    }

    private static func request(_ number: Int) -> RequestDraft {
        var draft = RequestDraft()
        (draft.name, draft.folder) = ("request \(number)", "building \(number % 3)/floor \(number % 5)")
        draft.method = ["GET", "POST", "PUT", "DELETE", "PROPFIND"][number % 5]
        draft.url = "{{base}}/buildings/:building/{sensor}/\(number)"
        draft.pathParameters = [DraftField("building", "\(number)"), DraftField("sensor", "s")]
        draft.query = [DraftField("limit", "10", isEnabled: number % 2 == 0), DraftField("token", "{{token}}")]
        draft.headers = [DraftField("Accept", "application/json"), DraftField("If-None-Match", "\"{{etag}}\"")]
        switch number % 6 {
        case 0: draft.body = .json("{\n  \"name\": \"{{token}}\"\n}")
        case 1: draft.body = .xml("<a/>")
        case 2: draft.body = .form([DraftField("a", "1"), DraftField("b", "{{asked}}")])
        case 3:
            draft.body = .multipart([RequestBody.Part("a", .text("1")), RequestBody.Part("b", .file("nothing.png"))])
        case 4: draft.body = .file("nothing.bin")
        default: break
        }
        switch number % 4 {
        case 0: draft.auth = .bearer(.literal("{{token}}"))
        case 1: draft.auth = .basic(username: "me", password: .prompt)
        case 2: draft.auth = .apiKey(name: "X-API-Key", value: .literal("key"), inQuery: number % 8 == 2)
        default: break
        }
        return draft
    }
}
