import Feeds
import Opener

/// What stands behind an open connection of the model and is no value that may lie there.
struct Opened {
    /// What the command line says of it beside its settings: a proxy's password may be in it.
    var overrides = ConnectionOverrides()
    /// Who gives it its events; nil while there is nobody.
    var feed: (any Feed)?
}
