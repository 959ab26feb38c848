import ArgumentParser
import Scripts

/// Where a message's payload comes from.
struct ScriptPayloadOptions: ParsableArguments {
    @Option(
        name: [.customShort("m"), .customLong("message")], parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Payload", valueName: "text"))
    var messages: [String] = []

    @Option(
        name: [.customShort("f"), .customLong("file")], parsing: .unconditionalSingleValue,
        help: ArgumentHelp("File whose bytes are the payload", valueName: "file"),
        completion: .file())
    var files: [String] = []

    @Flag(name: [.customShort("n"), .customLong("null-message")], help: "Send an empty payload")
    var isNull: Int

    @Flag(name: [.customShort("s"), .customLong("stdin-file")], help: "Send all of standard input as one payload")
    var readsInput: Int
}

extension PublishLetters {
    /// The payload's letters.
    init(_ payload: ScriptPayloadOptions) {
        self.init()
        messages = payload.messages
        files = payload.files
        nulls = payload.isNull
        inputs = payload.readsInput
    }
}
