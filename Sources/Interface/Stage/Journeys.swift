import Profile
import Topics

/// The ways from one room into another. Whoever knows the rooms goes them; a room knows only that there is a way.
protocol Journeys: AnyObject {
    /// Shows a topic of the connection on the screen in view Explore.
    /// - Parameter filter: what the tree is narrowed to; nil leaves it as it is.
    func showTopic(_ topic: TopicID, filter: String?)
    /// Shows the open request in view REST with this as its body, or a new one beside it.
    func request(with body: RequestBody)
    /// Composes a publish of this over the connection on the screen, on the topic that is selected there.
    func publish(_ payload: DraftPayload, contentType: String)
}
