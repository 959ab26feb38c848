public import Files
import Profile

/// The answers of requests on disk, by the keys that the history has: `$XDG_STATE_HOME/martlet/answers`, a
/// ``AnswerRecord`` each, for their owner alone.
extension BoundedFolder {
    /// The folder of this person; nil without a home. A thousand answers, as many as the history has entries, and 16 MB.
    public static var answersOfPerson: BoundedFolder? {
        StateFolder.path("answers").map { BoundedFolder(path: $0, budget: 16 << 20) }
    }
}
