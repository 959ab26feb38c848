public import Expectations
import Text

/// A call for a value of an answer: `{{response:login#$.token}}`, `{{response:login#status}}`,
/// `{{response 'list sensors' '$.sensors[0].name' 5min}}`.
public struct ResponseCall: Hashable, Sendable {
    /// When the request is sent for it.
    public enum Freshness: Hashable, Sendable {
        /// Never: the answer at hand counts, however old.
        case never
        /// When there is none at hand.
        case missing
        /// When there is none, or one that is older: nanoseconds.
        case older(Int64)
        /// Each time.
        case always
    }

    /// The saved request, by its name or its folder and name.
    public let request: String
    /// What is taken of its answer.
    public let value: Extraction
    /// When it is sent.
    public let freshness: Freshness

    /// The words of a call that asks for one.
    static let name = "response"
    private static let prefix = "response:"
    /// How it is written.
    static let usage =
        "response is written {{response:NAME#$.path}} or {{response 'NAME' 'header location' 5min}}: "
        + "never, missing, a time or always say when NAME is sent"

    /// What is wrong with a call that is not understood: mostly a name with blanks in the short form, which ends at the first.
    static func problem(_ name: String, _ arguments: [String]) -> String {
        let written = ([name] + arguments).joined(separator: " ")
        guard name.hasPrefix(prefix), !arguments.isEmpty, let sign = written.firstIndex(of: "#") else { return usage }
        let request = String(written[..<sign].dropFirst(prefix.count))
        let value = written[written.index(after: sign)...].replacing("header:", with: "header ", maxReplacements: 1)
        guard request.contains(" "), let call = TakenCall.response(request, String(value)) else { return usage }
        return "The name '\(request)' has blanks: write \(call)"
    }

    /// Whether the first word of a call is for one.
    static func isCall(_ name: String) -> Bool { name == Self.name || name.hasPrefix(prefix) }

    /// A call by its words; nil when they are not understood.
    public init?(_ name: String, _ arguments: [String]) {
        guard Self.isCall(name) else { return nil }
        var rest = arguments[...]
        let (request, what): (String, String)
        if name == Self.name {
            guard rest.count >= 2 else { return nil }
            (request, what) = (rest.removeFirst(), rest.removeFirst())
        } else {
            let parts = name.dropFirst(Self.prefix.count).split(separator: "#", maxSplits: 1)
            guard parts.count == 2 else { return nil }
            (request, what) = (
                String(parts[0]), String(parts[1]).replacing("header:", with: "header ", maxReplacements: 1)
            )
        }
        guard rest.count <= 1, let value = try? Extraction(what, about: .answer), !request.isEmpty else { return nil }
        self.request = request
        self.value = value
        switch rest.first {
        case nil, "missing": freshness = .missing
        case "never": freshness = .never
        case "always": freshness = .always
        case let time?:
            guard let nanoseconds = TimeSpelling.nanoseconds(time) else { return nil }
            freshness = .older(nanoseconds)
        }
    }
}
