/// MQTTX keeps its connections in a database of its own: that it is here is said, and the way to take them over.
struct MQTTXFolder: ConnectionImporter {
    let program = "MQTTX"

    func paths(config: String, home: String) -> [String] {
        ["\(config)/MQTTX", "\(home)/Library/Application Support/MQTTX", "\(home)/.mqttx-cli/config"]
    }

    func read(_ bytes: [UInt8], at path: String) throws(ImportProblem) -> ImportedConnections {
        throw ImportProblem(description: "its connections are in a database that martlet does not read: type them here")
    }
}
