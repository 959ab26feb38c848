import Payloads
import Profile
import Text
import Topics

/// The ways from one room into another. Whoever knows the rooms goes them; a room knows only that there is a way.
protocol Journeys: AnyObject {
    /// Shows a topic of the connection on the screen in view Explore.
    /// - Parameter filter: what the tree is narrowed to; nil leaves it as it is.
    func showTopic(_ topic: TopicID, filter: String?)
    /// Shows the open request in view REST with this as its body, or a new one beside it.
    func request(with body: RequestBody)
    /// Shows what came with a PUBLISH of the connection on the screen, in view Explore: the message, else its topic.
    func showMessage(of topic: String, since time: Moment, payload size: Int)
    /// Shows what was sent and came back, in view REST; false when it is not kept any more.
    func showExchange(_ id: UInt64) -> Bool
    /// Opens a request in view REST with what it answered last; false when it is not there any more.
    func showAnswers(toRequest id: Int) -> Bool
    /// Shows the packet that a message of the connection on the screen came with, in view Wire.
    func showPacket(of message: StoredMessage)
    /// Shows an exchange in view Wire.
    func showOnWire(exchange id: UInt64)
    /// Shows a new request to a URL in view REST.
    func request(to url: String)
    /// Composes a publish of this over the connection on the screen, on the topic that is selected there.
    func publish(_ payload: DraftPayload, contentType: String)
    /// Asks for the resource that tells the same as a topic.
    func showTwin(ofTopic topic: String) -> [Effect]
    /// Shows where an answer and the topic that tells the same differ.
    func showTwin(of exchange: SentRequest) -> [Effect]
    /// Opens what a message describes as a thing; false when it describes none.
    func showThing(_ bytes: PayloadBytes) -> Bool
    /// Lists what a message links to, for one to be gone to; false when it links to nothing.
    func showLinks(_ bytes: PayloadBytes, of topic: String) -> Bool
    /// Listens to the topic that a URL names (`mqtt://host/topic`), over the connection to that broker.
    func listen(to url: String) -> [Effect]
    /// Listens to topics of a broker: over the connection to it, else it is asked whether one is to be opened.
    func listen(at broker: String, to filters: [String], qos: Int) -> [Effect]
    /// Composes a publish to a broker; where it is not open, it is asked whether it is to be.
    func compose(_ draft: PublishDraft, at broker: String) -> [Effect]
    /// Asks what is to be expected when this is published over the connection on the screen.
    func expect(of draft: PublishDraft)
    /// Composes a publish over the connection on the screen behind which the line is to be cut.
    func publishAndCut()
}
