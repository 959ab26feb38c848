import Payloads

extension Secret {
    /// A string, or an object that says where the secret is.
    init?(_ value: JSONValue, _ reader: inout ProfileReader) {
        if let text = value.text {
            self = .literal(text)
            return
        }
        // Two members would leave open which of them is meant.
        guard let members = value.members, members.count == 1 else {
            let forms = #"{"env": NAME}, {"file": PATH}, {"command": [...]}, {"prompt": true}, {"token": NAME}"#
            reader.expected("a string, or \(forms)", value)
            return nil
        }
        switch members[0].name {
        case "env":
            guard let name = reader.text("env", of: value) else { return nil }
            self = .environment(name)
        case "file":
            guard let path = reader.text("file", of: value) else { return nil }
            self = .file(path)
        case "command":
            let words = reader.list("command", of: value) { reader, word in reader.text(word) ?? "" }
            guard let program = words.first, !program.isEmpty else {
                reader.problem(value, "the command needs a program: {\"command\": [\"pass\", \"show\", \"name\"]}")
                return nil
            }
            self = .command(words)
        case "prompt":
            guard reader.flag("prompt", of: value) == true else {
                reader.problem(value, "a secret that is asked for is {\"prompt\": true}")
                return nil
            }
            self = .prompt
        case "token":
            guard let name = reader.text("token", of: value) else { return nil }
            self = .token(name)
        default:
            reader.problem(
                value, "\"\(members[0].name)\" is no place for a secret: env, file, command, prompt or token")
            return nil
        }
    }

    /// The secret as it is written.
    var json: JSONValue {
        switch self {
        case .literal(let text): JSONValue(text: text)
        case .environment(let name): Self.object("env", JSONValue(text: name))
        case .file(let path): Self.object("file", JSONValue(text: path))
        case .command(let words): Self.object("command", JSONValue(.array(words.map { JSONValue(text: $0) })))
        case .prompt: Self.object("prompt", JSONValue(.bool(true)))
        case .token(let name): Self.object("token", JSONValue(text: name))
        }
    }

    private static func object(_ name: String, _ value: JSONValue) -> JSONValue {
        JSONValue(.object([JSONMember(name, value)]))
    }

    /// Reads a member that holds a secret.
    static func member(_ name: String, of object: JSONValue, _ reader: inout ProfileReader) -> Secret? {
        reader.at(name, of: object) { Secret($1, &$0) }
    }
}
