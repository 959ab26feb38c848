import Model
import Profile

/// What view Connections is about, and what it may ask for.
final class ConnectionParts {
    /// The open connections.
    let model: Model
    /// The saved ones, and the environments.
    let book: ProfileBook
    let stage: Stage
    /// What is wrong with a broker's address, in words; nil when nothing is.
    var checkURL: (String) -> String? = { _ in nil }
    /// The last notice that an open connection does not have what was saved for it.
    var toldChange: (id: ConnectionID, notice: Notice)?
    /// Closes a connection, after it has asked about what would be lost.
    let close: (ConnectionID) -> [Effect]

    init(_ model: Model, _ book: ProfileBook, _ stage: Stage, close: @escaping (ConnectionID) -> [Effect]) {
        self.model = model
        self.book = book
        self.stage = stage
        self.close = close
    }
}
