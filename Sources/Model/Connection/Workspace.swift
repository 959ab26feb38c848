import MQTT
public import Profile
import Text
public import Topics
public import Wire

/// Everything a session knows: what has come over it, what is published over it, and the state of the connection.
///
/// Main thread only. Values go in by its functions.
public final class Workspace {
    /// Which of the open connections it is.
    public let id: ConnectionID
    /// What has come and is kept.
    public let live: LiveData
    /// Where the connection stands.
    public package(set) var connection = ConnectionStatus() {
        didSet { if connection.name != oldValue.name { wire.peer = connection.name } }
    }
    /// What went over the wire.
    public let wire: WireLog
    /// The settings that it was tried with last; nil for those of a command line.
    public package(set) var settings: SettingsInForce?
    /// What they have become; nil before a client was made, and for one that nothing opens.
    public package(set) var plan: PlanInForce?
    /// When its client stood and went; nil while no client has come in.
    var presence: Presence?
    /// What the broker broke of the protocol.
    public internal(set) var violations = Violations()
    /// The subscriptions and the broker's answers.
    public package(set) var subscriptions: [SubscriptionStatus] = []
    /// What is being published from here.
    public var publishing = Publishing()
    /// What the broker allows of a publish.
    public package(set) var publishLimits = PublishCheck.Limits()
    /// What happened, oldest first; the last 200.
    public internal(set) var notices: [Notice] = []
    /// The MQTT 5 properties of a message from their bytes as sent, as a draft has them. Set by whoever knows the codec.
    public var draftProperties: (UnsafeRawBufferPointer) -> PublishDraftProperties = { _ in PublishDraftProperties() }
    /// How the broker is reached, for commands; nil before a connection is opened.
    public var access: BrokerAccess? { plan?.access }

    /// How many notices there were, also those that are no longer kept.
    public private(set) var noticeCount = 0

    /// The most notices kept.
    public static let maximumNotices = 200

    /// Whether somebody feeds it: what a feed that was left had still on its way says nothing any more.
    public internal(set) var isFed = false
    /// Whether what was tried last was refused, and what proves who one is may be why.
    public internal(set) var isRefused = false
    /// The code of the CONNACK that refused what was tried last.
    public internal(set) var refusalCode: UInt8?
    /// How the person leaves the broker, where that is to be said as the reason why there is no connection.
    public internal(set) var leaving: String?
    /// What is to be said of how the person has left the broker: the model says it where they look.
    var unsaidParting: String?
    /// What was said of it last, and whether there was a connection since.
    var parting: (notice: Notice, isOver: Bool)?
    /// Filters that the person has asked for, and that the broker has not answered for.
    public package(set) var askedFilters: Set<String> = []
    /// What the person has been told of the ends of the connection.
    var ends = ToldEnds()

    /// Makes an empty workspace over what is live.
    public init(_ live: LiveData = LiveData(), id: ConnectionID = .first) {
        self.live = live
        wire = WireLog(connection: id.rawValue)
        self.id = id
    }

    /// Whether a notice tells how the person has left the broker, and there is a connection again.
    public func hasOutlived(_ notice: Notice) -> Bool {
        parting.map { $0.isOver && $0.notice == notice } ?? false
    }

    /// A text of the settings, such as a filter, as it may be told: names in braces stand for secrets. Asked for before a
    /// sentence is made of it.
    public func withoutSecrets(_ text: String) -> String { plan?.told.told(text) ?? text }

    /// A text that came from elsewhere, such as what the broker says, as it may be told.
    public func withoutSecrets(quoting text: String) -> String { plan?.told.told(quoting: text) ?? text }

    /// A failure as it may be told: what it quotes of the broker without secrets.
    func withoutSecrets(_ failure: ConnectionFailure) -> ConnectionFailure {
        plan.map { failure.quoting($0.told.told(quoting:)) } ?? failure
    }

    /// Adds a line to `notices`, without what its own words say is a secret; answers the line as it is there.
    @discardableResult
    public func notify(_ notice: Notice) -> Notice {
        var notice = notice
        // Here alone: whatever is said goes through this line to the screen, the log and the copies.
        notice.text = NamedSecrets.shown.sentence(notice.text)
        noticeCount += 1
        notice.number = noticeCount
        notices.append(notice)
        if notices.count > Self.maximumNotices {
            notices.removeFirst(notices.count - Self.maximumNotices)
        }
        return notice
    }
}
