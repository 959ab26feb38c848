import Text

/// Rows of the wire as a file for other programs and for people. Secrets are starred or dots unless they are asked for.
public struct WireExport: Sendable {
    /// What a file looks like.
    public enum Format: String, Sendable, CaseIterable {
        /// For Wireshark and tshark.
        case pcapng
        /// HTTP alone, for the tools of browsers (HAR 1.2).
        case har
        /// A line of JSON for each row.
        case ndjson
        /// Lines for a report.
        case text

        /// The end of a file's name.
        public var fileExtension: String { self == .text ? "txt" : rawValue }
    }

    /// The program that writes it: its name and version.
    public var creator: (name: String, version: String)
    /// Whether passwords, tokens and cookies are written.
    public var revealsSecrets: Bool

    /// An export by a version of the program.
    public init(version: String, revealsSecrets: Bool = false) {
        creator = ("martlet", version)
        self.revealsSecrets = revealsSecrets
    }

    /// Rows as a file, in the order in which they are given.
    public func bytes(of rows: [WireRow], as format: Format) -> [UInt8] {
        switch format {
        case .pcapng:
            var writer = PcapngWriter(self)
            for row in rows { writer.write(row) }
            return writer.bytes
        case .har: return Array(HARWriter(self).text(of: rows).utf8)
        case .ndjson:
            guard let first = rows.first else { return [] }
            return Array(rows.map { line(of: $0, since: first.uptime) }.joined().utf8)
        case .text: return Array(report(of: rows).utf8)
        }
    }
}
