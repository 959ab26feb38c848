import Text

/// `{{file PATH [joined|encoded]}}` in a request: what a file holds when the request is sent.
public struct TemplateFile: Hashable, Sendable {
    /// What is made of the file's bytes.
    public enum Form: String, Hashable, Sendable {
        /// They are put in as they are.
        case whole = ""
        /// Without line breaks, as `-d @FILE` of curl.
        case joined
        /// As a value of a form, as `--data-urlencode @FILE` of curl.
        case encoded
    }

    /// The first word of the call.
    public static let name = "file"

    /// The path as it was written.
    public var path: String
    /// What is made of its bytes.
    public var form: Form

    /// A file by its path.
    public init(_ path: String, _ form: Form = .whole) {
        self.path = path
        self.form = form
    }

    /// The file of a call; nil when its words are not those that it takes.
    public init?(_ arguments: [String]) {
        guard (1...2).contains(arguments.count), !arguments[0].isEmpty else { return nil }
        guard let form = arguments.count == 1 ? .whole : Form(rawValue: arguments[1]) else { return nil }
        self.init(arguments[0], form)
    }

    /// What a call says that is written wrongly.
    public static var usage: TemplateExpander.Generated {
        .none("write {{\(name) PATH}}, or joined or encoded after it")
    }

    /// The call; nil for a path that no call can hold.
    var call: String? {
        let isWord = !path.utf8.contains { $0 <= 0x20 || $0 == 0x7F || "\"'{}".utf8.contains($0) }
        let quote = isWord ? "" : path.contains("\"") ? "'" : "\""
        let mode = form == .whole ? "" : " \(form.rawValue)"
        let text = "{{\(Self.name) \(quote)\(path)\(quote)\(mode)}}"
        // Tried: a path may hold both quotes, or be longer than a call.
        return TemplateCall.all(in: text).first.map { TemplateFile($0.arguments) } == self ? text : nil
    }

    /// What stands for the call.
    public func value(of bytes: [UInt8]) -> [UInt8] {
        switch form {
        case .whole: bytes
        case .joined: bytes.filter { $0 != 0x0A && $0 != 0x0D && $0 != 0 }
        case .encoded: Array(Self.encoded(bytes).utf8)
        }
    }

    /// A value of a form as curl writes it: a blank as `+`, and everything else but letters, digits and `-._~` encoded.
    static func encoded(_ bytes: some Sequence<UInt8>) -> String {
        PercentEncoding.component(bytes).replacing("%20", with: "+")
    }
}
