public import Files
public import Profile
public import REST

/// The last answers by URL on the disk, so that what is known of a resource is known after a restart too:
/// `$XDG_STATE_HOME/martlet/states`, a file each, for their owner alone. What is no file of ours is passed over.
public struct StatesFolder: Sendable {
    /// The files, bounded in bytes.
    public let folder: BoundedFolder
    /// What credentials are told apart by, and the files are named by.
    public let identity: KeyedDigest

    /// The most bytes of all files.
    private static let budget = 16 << 20

    /// The folder of this person; nil without a home, or where the key can be neither read nor written.
    public static var ofPerson: StatesFolder? {
        guard let path = StateFolder.path("states"), let key = StateFolder.path("identity"),
            let identity = try? identity(at: key)
        else { return nil }
        return StatesFolder(path: path, identity: identity)
    }

    /// A folder at a path.
    public init(path: String, identity: KeyedDigest) {
        folder = BoundedFolder(path: path, budget: Self.budget)
        self.identity = identity
    }

    /// The key of this person: made once, and no secret of anybody else's.
    static func identity(at path: String) throws(FileFailure) -> KeyedDigest {
        func read() throws(FileFailure) -> KeyedDigest? {
            guard let bytes = try WholeFile.ifThere(path, limit: 4096)?.bytes, bytes.count == KeyedDigest.keySize else {
                return nil
            }
            return KeyedDigest(key: bytes)
        }
        if let known = try read() { return known }
        let key = KeyedDigest.newKey()
        try WholeFile.replace(path, with: key, for: .owner)
        // Of two programs that begin at once the last one's holds.
        return try read() ?? KeyedDigest(key: key)
    }

    /// Keeps an answer, or takes away one that is untrue by now or not fit for a disk.
    public func keep(_ answer: KeptAnswer) throws(FileFailure) {
        let key = answer.key(identity)
        if answer.isFitForDisk {
            try folder.put(key, answer.written)
        } else if try folder.get(key) != nil {
            try folder.remove(key)
        }
    }

    /// All of them, the oldest first.
    public func load() throws(FileFailure) -> [KeptAnswer] {
        var answers: [KeptAnswer] = []
        for entry in try folder.list() {
            if let bytes = try folder.get(entry.key), let answer = KeptAnswer(written: bytes) { answers.append(answer) }
        }
        return answers.sorted { $0.at < $1.at }
    }
}
