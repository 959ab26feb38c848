import Feeds
import Opener

/// What stands behind an open connection of the model: what it was made of, and who feeds it.
struct Opened {
    /// Where its settings come from; nil for those of the command line.
    var source: ConnectionSource?
    /// What its client makes its attempts with, those to come too; nil before its secrets were found.
    var plan: ConnectionPlan?
    /// Who gives it its events; nil while there is nobody.
    var feed: (any Feed)?
}
