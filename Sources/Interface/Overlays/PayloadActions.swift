import Kit
import Model
import Payloads
import Profile

/// What can be done with bytes that are read.
enum PayloadActions {
    /// Puts bytes in the clipboard, if they are not too many.
    static func copy(_ what: String, _ bytes: PayloadBytes?, _ stage: Stage) -> [Effect] {
        guard let bytes, stage.canCopy(bytes.count) else { return [] }
        return stage.copy(what, bytes.withBytes { Array($0) })
    }

    /// Whether so many bytes can be edited; says so when they cannot.
    static func canEdit(_ count: Int, _ stage: Stage) -> Bool {
        guard count > DraftPayload.largest else { return true }
        let (key, size) = (writeKey(stage.keymap), Figures.bytes(Double(count)))
        stage.say(.warning, "\(size) are too much to edit: \(key) writes them to a file, which can be sent")
        return false
    }

    /// What a sentence calls the key that writes a payload to a file.
    static func writeKey(_ keymap: Keymap) -> String { keymap.name(of: .write, in: .message) }

    /// Asks for a path and writes bytes there.
    static func write(_ bytes: PayloadBytes?, name: String, _ stage: Stage) {
        guard let bytes else { return }
        write(to: name, stage) { .file(.write(path: $0, bytes)) }
    }

    /// Asks where to write to, and again before something is replaced.
    static func write(to name: String, _ stage: Stage, _ effect: @escaping (String) -> Effect) {
        PathQuestion.ask("Write the payload to a file", offering: name, stage, effect)
    }
}
