import Kit
import Model
import Payloads
import Profile

/// What can be done with bytes that are read.
enum PayloadActions {
    /// The most bytes that go to the clipboard.
    private static let mostCopied = 1 << 20

    /// Puts bytes in the clipboard, if they are not too many.
    static func copy(_ bytes: PayloadBytes?, _ stage: Stage) -> [Effect] {
        guard let bytes, canCopy(bytes.count, stage) else { return [] }
        stage.say(.info, "Copied")
        return [.program(.copy(bytes.withBytes { Array($0) }))]
    }

    /// Whether so many bytes go to the clipboard; says so when they do not.
    static func canCopy(_ count: Int, _ stage: Stage) -> Bool {
        guard count > mostCopied else { return true }
        let size = Figures.bytes(Double(count))
        stage.say(
            .warning, "\(size) are too much for the clipboard: \(writeKey(stage.keymap)) writes them to a file")
        return false
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
        stage.overlays.append(
            FormOverlay(stage, "Write the payload to a file", verb: "write", [.line("Path", name)]) {
                [stage] values in
                let path = values[0]
                if path.isEmpty { return .problem("A path is missing") }
                let wanted = effect(path)
                guard stage.fileExists(path) else { return .effects([wanted]) }
                return .ask(ConfirmOverlay(stage, "Replace", "\(path) is there already. Replace it?") { [wanted] })
            })
    }
}
