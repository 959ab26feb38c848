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
            one.exchangeID == other.exchangeID && one.draft == other.draft && one.answer?.time == other.answer?.time
        }
    }

    /// By the name that calls give; several where a name means several.
    public private(set) var entries: [String: [Entry]] = [:]

    /// None.
    public init() {}

    /// The ones that a draft needs, and those that these need.
    /// - Parameters:
    ///   - find: the entries of a name.
    init(for draft: RequestDraft, _ variables: Variables, find: (String) -> [Entry]) {
        var left = RequestNeeds(draft, variables).responses.map(\.request)
        while let name = left.popLast() {
            guard entries[name] == nil else { continue }
            let found = find(name)
            entries[name] = found
            for entry in found { left += RequestNeeds(entry.draft, variables).responses.map(\.request) }
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
