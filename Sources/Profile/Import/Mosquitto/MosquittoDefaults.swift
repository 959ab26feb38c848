/// The files of options that mosquitto_sub, mosquitto_pub and mosquitto_rr start with: one option a line, its value behind
/// the first space, without quotes.
struct MosquittoDefaults: ConnectionImporter {
    let program = "mosquitto"

    func paths(config: String, home: String) -> [String] {
        ["sub", "pub", "rr"].map { "\(config)/mosquitto_\($0)" }
    }

    func read(_ bytes: [UInt8], at path: String) throws(ImportProblem) -> ImportedConnections {
        let name = path.split(separator: "/").last.map(String.init) ?? program
        var options = MosquittoOptions()
        for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
            let line = line.drop { $0 == " " }
            // mosquitto takes a line that begins so for a remark.
            if line.isEmpty || line.hasPrefix("#") { continue }
            let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
            options.take(String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
        }
        guard !options.isEmpty else { throw ImportProblem(description: "no option in it says how to reach a broker") }
        var found = ImportedConnections()
        found.connections = [options.draft(named: name)]
        found.losses = options.losses
        return found
    }
}
