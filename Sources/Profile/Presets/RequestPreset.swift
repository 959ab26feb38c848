/// Requests to an API that many have, with variables for what differs: a folder of requests, and an environment.
public struct RequestPreset: Sendable {
    /// The word that it is chosen by.
    public let name: String
    /// What people call it: the folder of its requests and its environment have this name.
    public let title: String
    /// What it needs before the first request goes out.
    public let note: String
    /// What differs from person to person.
    public let variables: [Environment.Variable]
    /// The requests.
    public let requests: [RequestDraft]

    /// All that are offered.
    public static let all = [pubSub, awsIoT, rabbitMQ, emqx]

    /// The preset of a name; nil when there is none.
    public static func named(_ name: String) -> RequestPreset? {
        all.first { $0.name == name || $0.title.lowercased() == name.lowercased() }
    }

    init(
        _ name: String, _ title: String, note: String, variables: [Environment.Variable],
        auth: RequestAuth, _ requests: [Call]
    ) {
        self.name = name
        self.title = title
        self.note = note
        self.variables = variables
        self.requests = requests.map { call in
            var draft = call.draft
            draft.folder = title
            draft.auth = call.isOpen ? .none : auth
            return draft
        }
    }

    /// One request of a preset.
    struct Call {
        var draft = RequestDraft()
        /// Whether it is answered without credentials.
        var isOpen = false

        init(
            _ name: String, _ method: String, _ url: String, query: [(String, String)] = [], json: String? = nil,
            checks: [String] = [], isOpen: Bool = false
        ) {
            (draft.name, draft.method, draft.url) = (name, method, url)
            draft.query = query.map { DraftField($0, $1) }
            if let json { draft.body = .json(json) }
            draft.checks = checks
            self.isOpen = isOpen
        }
    }
}

extension Profile {
    /// What adding a preset has done.
    public struct AddedPreset: Equatable, Sendable {
        /// Requests that are there now.
        public var added = 0
        /// Those that were there already and stay as they are.
        public var there = 0
        /// Whether its environment was made.
        public var hasNewEnvironment = false
    }

    /// Adds the requests of a preset and its environment. What is there by these names stays as it is.
    public mutating func add(_ preset: RequestPreset) -> AddedPreset {
        var result = AddedPreset()
        let known = Set(requests.values.map(\.profileKey))
        for draft in preset.requests {
            if known.contains(draft.profileKey) {
                result.there += 1
            } else {
                requests.insert(draft)
                result.added += 1
            }
        }
        if !environments.values.contains(where: { $0.name == preset.title }) {
            environments.insert(Environment(name: preset.title, variables: preset.variables))
            result.hasNewEnvironment = true
        }
        return result
    }
}
