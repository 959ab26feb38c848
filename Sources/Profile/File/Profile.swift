import Payloads

/// What a person keeps: connections, environments, requests, publishes and settings.
///
/// A value of what stands in `profile.json`. Everything in the file that martlet does not know is kept with it and written
/// back. ``ProfileFile`` is its door to the disk.
public struct Profile: Sendable {
    /// The version of the format that this program writes.
    public static let currentVersion = 1

    /// The version that the file says; ``currentVersion`` when it says none.
    public private(set) var version = Profile.currentVersion
    /// The saved connections.
    public var connections = ProfileList<ConnectionDraft>()
    /// The sets of variables.
    public var environments = ProfileList<Environment>()
    /// The saved requests.
    public var requests = ProfileList<RequestDraft>()
    /// The saved publishes.
    public var publishes = ProfileList<PublishDraft>()
    /// Looks and behaviour.
    public var settings = ProfileSettings()

    /// The top-level object as read: what is not ours in it is written back.
    private var source = JSONValue(.object([]))
    private var settingsSource = JSONValue(.object([]))
    private var settingsRead = ProfileSettings()

    /// An empty profile.
    public init() {}

    /// Why bytes cannot be used as a profile at all.
    public struct Damage: Error, Equatable, CustomStringConvertible {
        /// What is wrong and where.
        public let problem: ProfileProblem
        /// `line 3, column 7: JSON lacks a comma`
        public var description: String { "line \(problem.line), column \(problem.column): \(problem.text)" }
    }

    /// Reads a profile. What is wrong inside it is told and kept; only what is no JSON object, or has no lists where lists
    /// belong, cannot be used at all.
    public static func read(_ bytes: [UInt8]) -> Result<(profile: Profile, problems: [ProfileProblem]), Damage> {
        let object: JSONValue
        do {
            object = try JSONValue(reading: bytes)
        } catch {
            return .failure(damage(ProfileProblem(offset: error.offset, path: "$", text: error.description), bytes))
        }
        var reader = ProfileReader()
        // Before anything is read: what has no place in a `Profile` would be lost with the next change.
        if let problem = shapeProblem(of: object) { return .failure(damage(problem, bytes)) }
        let profile = Profile(object, &reader)
        return .success((profile, ProfileProblem.locate(offsets: reader.problems, in: bytes)))
    }

    private static func damage(_ problem: ProfileProblem, _ bytes: [UInt8]) -> Damage {
        Damage(problem: ProfileProblem.locate(offsets: [problem], in: bytes)[0])
    }

    static let listNames = ["connections", "environments", "requests", "publishes"]
    private static let names = ["version"] + listNames + ["settings"]

    /// Where something is so different from a profile that writing it back could lose it.
    private static func shapeProblem(of object: JSONValue) -> ProfileProblem? {
        guard let members = object.members else {
            return ProfileProblem(
                offset: object.offset, path: "$", text: "a profile is an object, not \(object.kindInWords)")
        }
        for (index, member) in members.enumerated() where names.contains(member.name) {
            let isList = listNames.contains(member.name)
            let value = member.value
            let problem =
                // Of two lists of one name only one would be written back.
                if members[..<index].contains(where: { $0.name == member.name }) {
                    "\"\(member.name)\" stands here twice"
                } else if isList, value.elements == nil {
                    "\"\(member.name)\" is a list, not \(value.kindInWords)"
                } else if member.name == "settings", value.members == nil {
                    "\"settings\" is an object, not \(value.kindInWords)"
                } else {
                    nil as String?
                }
            if let problem { return ProfileProblem(offset: member.offset, path: "$.\(member.name)", text: problem) }
        }
        return nil
    }

    private init(_ object: JSONValue, _ reader: inout ProfileReader) {
        reader.check(object, known: Self.names)
        // A larger one is no mistake: the file is of a newer martlet, and only read.
        version = reader.number("version", of: object, in: 1...Int.max) ?? Self.currentVersion
        connections = ProfileList("connections", of: object, &reader)
        environments = ProfileList("environments", of: object, &reader)
        requests = ProfileList("requests", of: object, &reader)
        publishes = ProfileList("publishes", of: object, &reader)
        if let value = object["settings"] {
            settingsSource = value
            reader.at("settings", of: object) { reader, value -> Void? in
                reader.check(value, known: ProfileSettings.order.names)
                settings = ProfileSettings(value, &reader)
                return nil
            }
            settingsRead = settings
        }
        // What the lists hold is not kept twice.
        source = JSONValue(.object((object.members ?? []).filter { !Self.names.contains($0.name) }))
    }

    /// Whether a newer martlet wrote it, so that this one must not write it.
    public var isNewer: Bool { version > Self.currentVersion }

    /// The profile as it is written.
    public var bytes: [UInt8] { bytes(expecting: 4096) }

    /// The same, for a profile that had about so many bytes before.
    func bytes(expecting size: Int) -> [UInt8] { json.written(opened: 1, expecting: size) }

    /// The document: known members in order, then the others.
    var json: JSONValue {
        var object = ProfileObject()
        object.add("version", JSONValue(number: version))
        object.add("connections", connections.json)
        object.add("environments", environments.json)
        object.add("requests", requests.json)
        object.add("publishes", publishes.json)
        object.add("settings", object: settingsJSON)
        // What is not known stands behind what is.
        return JSONValue(.object(object.members + (source.members ?? [])))
    }

    private var settingsJSON: JSONValue {
        ProfileSettings.order.applied(to: settingsSource.patched(from: settingsRead.json, to: settings.json))
    }

    /// Takes the requests of somebody who keeps them in a list of their own; entries are found again, so that what martlet
    /// does not know of them stays.
    public mutating func takeRequests(_ values: [RequestDraft]) { requests.replace(with: values) }

    // MARK: - Merging

    /// What is kept of two changed copies of one profile beside the lists: the other's file with our settings.
    mutating func takeRest(base: Profile, theirs: Profile) {
        source = theirs.source
        let patched = theirs.settingsJSON.patched(from: base.settings.json, to: settings.json)
        settingsSource = patched
        var reader = ProfileReader()
        settings = ProfileSettings(patched, &reader)
        settingsRead = settings
    }
}
