import Payloads

/// How the program looks and behaves, as far as the person has said.
public struct ProfileSettings: Hashable, Sendable {
    /// The theme's name; nil for the one that martlet starts with.
    public var theme: String?
    /// Bytes of messages to keep, as people write them: `256MB`.
    public var memory: String?
    /// How many bytes of messages are kept where nothing is said.
    public static let usualMemory = 256 << 20
    /// Bytes of what went over the wire to keep of each connection, as people write them: `16MB`.
    public var wireMemory: String?
    /// Whether long lines of a payload go on in the next row; nil for what is usual.
    public var wrap: Bool?
    /// Whether answers to requests are kept on the disk, so that the history opens them after a restart; nil for what is
    /// usual.
    public var keepAnswers: Bool?
    /// The keys to start from, by their name; nil for those that martlet has.
    public var keyPreset: String?
    /// Changes to the keys: `["topics": ["x": "forget"]]`.
    public var keys: [String: [String: String]] = [:]
    /// The connection that is opened when none is named.
    public var connection: String?
    /// The connection that was opened last.
    public var lastConnection: String?
    /// The environment that holds.
    public var environment: String?
    /// Whether the mouse is the program's; nil for what is usual.
    public var mouse: Bool?
    /// How large panes are by the lines that divide their views: what the first part has, in thousandths.
    public var panes: [String: Int] = [:]

    /// Hints that are not said again, by the names of ``TopicHint``.
    public var hiddenHints: [String] = []

    /// Whether the mouse is the program's: it is, unless the person said otherwise.
    public var hasMouse: Bool { mouse ?? true }

    /// Topics and the URLs of resources that tell the same, names in braces for what differs: `["devices/{id}":
    /// "http://host/api/devices/{id}"]`.
    public var twins: [String: String] = [:]

    /// Who sends the requests of a folder, by its path.
    public var folders: [String: RequestAuth] = [:]

    /// Whether long lines of a payload go on in the next row: they do, unless the person said otherwise.
    public var wraps: Bool { wrap ?? true }

    /// Whether answers to requests are kept on the disk: they are, unless the person said otherwise.
    public var keepsAnswers: Bool { keepAnswers ?? true }

    /// Nothing said.
    public init() {}

    /// How the program looks and behaves, without what names something else of the profile.
    public var withoutNames: ProfileSettings {
        var settings = self
        (settings.connection, settings.lastConnection, settings.environment) = (nil, nil, nil)
        return settings
    }
}

extension ProfileSettings {
    static let order = MemberOrder([
        "theme", "memory", "wireMemory", "wrap", "keepAnswers", "keyPreset", "keys", "connection", "lastConnection",
        "environment", "mouse", "panes", "hiddenHints", "twins",
        "folders",
    ])

    init(_ object: JSONValue, _ reader: inout ProfileReader) {
        theme = reader.text("theme", of: object)
        memory = reader.text("memory", of: object)
        wireMemory = reader.text("wireMemory", of: object)
        wrap = reader.flag("wrap", of: object)
        keepAnswers = reader.flag("keepAnswers", of: object)
        keyPreset = reader.text("keyPreset", of: object)
        reader.at("keys", of: object) { reader, value -> Void? in
            guard let members = value.members else { return reader.expected("an object", value) }
            for member in members {
                let lines = reader.texts(member.name, of: value)
                // Of two of one name the last holds, as with every other member of the profile.
                keys[member.name] = Dictionary(lines.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
            }
            return nil
        }
        connection = reader.text("connection", of: object)
        lastConnection = reader.text("lastConnection", of: object)
        environment = reader.text("environment", of: object)
        mouse = reader.flag("mouse", of: object)
        hiddenHints = reader.list("hiddenHints", of: object) { $0.text($1) ?? "" }.filter { !$0.isEmpty }
        reader.at("panes", of: object) { reader, value -> Void? in
            guard let members = value.members else { return reader.expected("an object", value) }
            for member in members {
                panes[member.name] = reader.number(member.name, of: value, in: 0...1000)
            }
            return nil
        }
        readFolders(object, &reader)
        twins = Dictionary(reader.texts("twins", of: object).map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    }

    var json: JSONValue {
        var object = ProfileObject()
        object.add("theme", theme.map { JSONValue(text: $0) })
        object.add("memory", memory.map { JSONValue(text: $0) })
        object.add("wireMemory", wireMemory.map { JSONValue(text: $0) })
        object.add("wrap", wrap.map { JSONValue(.bool($0)) })
        object.add("keepAnswers", keepAnswers.map { JSONValue(.bool($0)) })
        object.add("keyPreset", keyPreset.map { JSONValue(text: $0) })
        // A dictionary has an order of its own with each start: unsorted, each save would change the file.
        object.add("keys", object: JSONValue(.object(keys.sorted { $0.key < $1.key }.map(Self.place))))
        object.add("connection", connection.map { JSONValue(text: $0) })
        object.add("lastConnection", lastConnection.map { JSONValue(text: $0) })
        object.add("environment", environment.map { JSONValue(text: $0) })
        object.add("mouse", mouse.map { JSONValue(.bool($0)) })
        let sizes = panes.sorted { $0.key < $1.key }.map { JSONMember($0.key, JSONValue(number: $0.value)) }
        object.add("panes", object: JSONValue(.object(sizes)))
        object.add("hiddenHints", list: hiddenHints.map { JSONValue(text: $0) })
        object.add("twins", object: Self.place("twins", twins).value)
        object.add("folders", object: foldersJSON)
        return object.value
    }

    private static func place(_ name: String, _ lines: [String: String]) -> JSONMember {
        let members = lines.sorted { $0.key < $1.key }.map { JSONMember($0.key, JSONValue(text: $0.value)) }
        return JSONMember(name, JSONValue(.object(members)))
    }
}
