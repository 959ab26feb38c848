public import Opener
public import Profile

/// The saved requests whose answers a request takes values of, and what each answered last, as they are when it is sent.
public struct EarlierAnswers: Equatable, Sendable {
    /// One of them.
    public struct Entry: Equatable, Sendable {
        /// The request.
        public let draft: RequestDraft
        /// Its number in the library.
        public let requestID: Int
        /// The number of the exchange that it becomes if it is sent for this.
        public let exchangeID: UInt64
        /// What it answered last; nil when nothing is at hand.
        public let answer: ResponseChain.Answer?

        /// The same request with the same answer.
        public static func == (one: Entry, other: Entry) -> Bool {
            // By the time of the answer: its body may be long, and this is compared with every frame.
            one.exchangeID == other.exchangeID && one.draft == other.draft && one.answer?.time == other.answer?.time
        }
    }

    /// By the name that calls give; several where a name means several.
    public private(set) var entries: [String: [Entry]] = [:]
    /// The last values of the topics that they take of.
    public private(set) var topics: [String: TopicValue] = [:]

    /// None.
    public init() {}

    /// The ones that a request needs, and those that these need.
    /// - Parameters:
    ///   - needs: what the request takes.
    ///   - find: the entries of a name.
    ///   - lastValue: the last value of a topic.
    init(
        for needs: [RequestNeeds.Taken], _ variables: Variables, find: (String) -> [Entry],
        lastValue: (String) -> TopicValue? = { _ in nil }
    ) {
        var left = needs
        while let taken = left.popLast() {
            switch taken.call {
            case .topic(let call): topics[call.topic] = lastValue(call.topic)
            case .response(let call):
                // Requests may take values of each other in a circle: each name is followed once.
                guard entries[call.request] == nil else { continue }
                let found = find(call.request)
                entries[call.request] = found
                // What these take of others may have to be sent first.
                for entry in found { left += RequestNeeds(entry.draft, variables).taken }
            }
        }
    }

    /// The one of a request.
    public func entry(of draft: RequestDraft) -> Entry? {
        entries.values.lazy.flatMap(\.self).first { $0.draft == draft }
    }

    /// The one of a name.
    /// - Throws: ``Opener/RequestOpener/Failure`` when there is none, or more than one.
    public func entry(_ name: String) throws(RequestOpener.Failure) -> Entry {
        let found = entries[name] ?? []
        if found.count == 1 { return found[0] }
        let paths = found.map(\.draft.savedPath).joined(separator: ", ")
        throw RequestOpener.Failure(
            description: found.isEmpty
                ? "no request is called \(name): {{response:\(name)#...}} takes of one that is here"
                : "\(name) is more than one request: \(paths)")
    }
}
