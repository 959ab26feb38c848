public import Model
public import Opener
public import Profile
public import REST
public import Text

/// A request to send: the draft as it is now, and what it is to be made with.
public struct RequestOrder: Equatable, Sendable {
    /// The number of the exchange that it becomes.
    public let id: UInt64
    /// The request that it is sent from, by its number in the library.
    public let requestID: Int
    /// What was seen of it: where it goes, and what `{{etag}}` stands for.
    public let preview: RequestPreview
    /// Its URL for people, as the history shows it.
    public let shownURL: String
    /// The request as it is typed.
    public var draft: RequestDraft
    /// The variables as they are now.
    public var variables: Variables
    /// The answers that it takes values of.
    public var earlier = EarlierAnswers()

    /// What is made to depend on the state of the resource; nil for nothing beyond what is typed.
    public var condition: Precondition?
    /// The answer that the condition speaks of.
    public var base: KeptAnswer?
    /// What credentials are told apart by.
    public var identity = KeyedDigest()
    /// The names that lead to the list at which pages are joined; nil finds it in the first page.
    public var pagesList: [String]?
    /// The cookies of the environment that it is sent in.
    public var cookies: EnvironmentCookies?
    /// The environment whose variables hold; empty for none.
    public var environment = ""
    /// Whether its answer is to be kept on the disk.
    public var keepsAnswer = false

    /// The cookies that a request uses; nil for one that uses none.
    public func cookies(of draft: RequestDraft) -> EnvironmentCookies? {
        draft.options.usesCookies ? cookies : nil
    }

    /// The exchange that it becomes, before anything came back.
    public func exchange(at moment: Moment) -> SentRequest {
        // Answers are known by the URL of the preview.
        var exchange = SentRequest(
            id: id, requestID: requestID, draft: draft, url: preview.url, shownURL: shownURL, startedAt: moment)
        // With its exchange, since the pane may have another condition by the time the answer is here.
        (exchange.condition, exchange.base) = (condition, base)
        exchange.environment = environment
        return exchange
    }
}
