/// The importers, by the order in which they are offered.
public enum ConnectionImporters {
    /// All of them.
    public static let all: [any ConnectionImporter] = [
        MosquittoDefaults(), MQTTExplorerSettings(), MQTTXDatabase(), MQTTXCommandLine(),
    ]
}
