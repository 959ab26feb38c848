import Text

/// A message in the words of a program.
extension BrokerCommand {
    /// The longest payload that is an argument: a program takes no longer one on Linux (MAX_ARG_STRLEN).
    private static let longestArgument = 100_000
    /// Bytes up to which escapes are told apart more easily than Base64.
    private static let longestEscaped = 256

    /// Writes the words for a message; answers what stands before the program to feed it.
    mutating func write(_ draft: PublishDraft, _ payload: Payload) -> String {
        words.append("-t \(ShellWord.quoted(draft.topic))")
        if draft.qos > 0 { words.append("-q \(draft.qos)") }
        if draft.retain { words.append("-r") }
        if version == "5" { write(draft.properties) }
        return tool == .mqttx ? writeForMQTTX(payload) : write(payload)
    }

    private mutating func write(_ properties: PublishDraftProperties) {
        if let isUTF8 = properties.isUTF8 {
            if tool != .mqttx {
                add("payload-format-indicator", isUTF8 ? "1" : "0")
            } else if isUTF8 {
                words.append("-pf")
            }
        }
        if let seconds = properties.expiry { add("message-expiry-interval", "\(seconds)", "-e") }
        if !properties.contentType.isEmpty { add("content-type", ShellWord.quoted(properties.contentType), "-ct") }
        if !properties.responseTopic.isEmpty {
            add("response-topic", ShellWord.quoted(properties.responseTopic), "-rt")
        }
        if !properties.correlationData.isEmpty {
            let bytes = (try? properties.correlationBytes()) ?? nil
            // Bytes that are no text are made by printf in a substitution, which loses NUL and a line end at the end.
            let text = bytes.flatMap { String(validating: $0, as: UTF8.self) }.map(ShellWord.quoted)
            if let bytes, !bytes.contains(0), bytes.last != 0x0A, tool != .mqttx || text != nil {
                add("correlation-data", text ?? "\"$(printf \(ShellWord.format(bytes)))\"", "-cd")
            } else {
                comments.append("Left out: the correlation data, which no argument of the program can hold")
            }
        }
        for property in properties.userProperties where property.isEnabled {
            if tool != .mqttx {
                add("user-property", "\(ShellWord.quoted(property.name)) \(ShellWord.quoted(property.value))")
            } else if property.name.contains(":") || property.value.isEmpty {
                // mqttx parts name and value at the first colon, and takes no pair without a value.
                comments.append(
                    "Left out: the user property \(property.name.withoutControls), which mqttx cannot be told")
            } else {
                words.append("-up \(ShellWord.quoted("\(property.name): \(property.value)"))")
            }
        }
    }

    private mutating func add(_ name: String, _ value: String, _ letters: String = "") {
        words.append(tool == .mqttx ? "\(letters) \(value)" : "-D publish \(name) \(value)")
    }

    private mutating func write(_ payload: Payload) -> String {
        let bytes: [UInt8]
        switch payload {
        case .file(let path):
            words.append("-f \(ShellWord.path(path))")
            return ""
        case .bytes(let all): bytes = all
        }
        // `-m ''` would do too, but -n says that it is meant.
        if bytes.isEmpty {
            words.append("-n")
            return ""
        }
        if let text = String(validating: bytes, as: UTF8.self), ShellWord.isPastable(text) {
            return write(text)
        }
        // No text, or text that would act on a terminal as it is pasted: it goes in by a pipe.
        hasLost = hasLost || secrets.stand(in: bytes)
        words.append("-s")
        if bytes.count <= Self.longestEscaped { return "printf \(ShellWord.format(bytes)) | " }
        return "printf %s \(Base64.encode(bytes)) | base64 -d | "
    }

    /// Writes text that can be pasted; answers what stands before the command.
    private mutating func write(_ text: String) -> String {
        if text.utf8.count <= Self.longestArgument {
            words.append("-m \(ShellWord.quoted(text))")
            return ""
        }
        // A longer one goes in by a pipe, which has no end.
        words.append("-s")
        return "printf %s \(ShellWord.quoted(text)) | "
    }

    /// What it reads from its input is text to mqttx: other bytes are told in a format of its own.
    private mutating func writeForMQTTX(_ payload: Payload) -> String {
        switch payload {
        case .file(let path): words.append("--file-read \(ShellWord.path(path)) -f binary")
        case .bytes(let bytes):
            if let text = String(validating: bytes, as: UTF8.self), ShellWord.isPastable(text) {
                return write(text)
            }
            hasLost = hasLost || secrets.stand(in: bytes)
            // Short bytes in hexadecimal can be read by people; long ones take a third less in Base64.
            let isShort = bytes.count <= Self.longestEscaped
            let coded = isShort ? HexDigit.lower(bytes) : Base64.encode(bytes)
            let format = isShort ? "hex" : "base64"
            if coded.utf8.count <= Self.longestArgument {
                words.append("-f \(format) -m \(coded)")
            } else {
                words.append("-f \(format) -s")
                return "printf %s \(coded) | "
            }
        }
        return ""
    }
}
