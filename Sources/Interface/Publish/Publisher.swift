import Model
import Profile
import Topics

/// What is published over one open connection: the popups that compose, list and clear are about one.
final class Publisher {
    let workspace: Workspace
    /// Where publishes are saved, and what `{{names}}` stand for.
    let book: ProfileBook
    let stage: Stage
    /// The publish that was composed last and not thrown away, with what is wanted of its reply.
    var kept: (draft: PublishDraft, reply: PublishEffect.ReplyWish?)?

    init(_ workspace: Workspace, _ book: ProfileBook, _ stage: Stage) {
        self.workspace = workspace
        self.book = book
        self.stage = stage
    }

    var live: LiveData { workspace.live }

    /// What is to be said of a topic, if anything.
    func advice(_ hints: [TopicHint]) -> TopicHint? { TopicAdvice.first(hints, book) }
}
