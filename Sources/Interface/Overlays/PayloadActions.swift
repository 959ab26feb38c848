import Kit
import Model
import Payloads
import Profile

/// What can be done with bytes that are read.
enum PayloadActions {
    /// Puts bytes in the clipboard, if they are not too many.
    /// - Parameter context: where there is a key that writes them to a file; nil for nowhere.
    static func copy(
        _ what: String, _ bytes: PayloadBytes?, writtenIn context: KeyContext?, _ stage: Stage
    ) -> [Effect] {
        guard let bytes, stage.canCopy(bytes.count, writtenIn: context) else { return [] }
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

    /// A name for a file after what somebody else called it.
    static func fileName(_ text: some StringProtocol, else usual: String, _ kind: PayloadKind) -> String {
        // From outside: no separator, no blank and no control gets into a path of this machine.
        let name = String(text).filter { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
        // With a leading dot it would be hidden, or be `..` itself.
        let base = name.isEmpty || name.hasPrefix(".") ? usual : String(name.prefix(100))
        return base.contains(".") ? base : "\(base).\(kind.fileEnding)"
    }

    /// Asks where to write to, and again before something is replaced.
    static func write(to name: String, _ stage: Stage, _ effect: @escaping (String) -> Effect) {
        PathQuestion.ask("Write the payload to a file", offering: name, stage, effect)
    }
}

extension PayloadKind {
    /// How the name of a file with it ends, without the dot.
    var fileEnding: String {
        switch self {
        case .json: "json"
        case .xml: "xml"
        case .html: "html"
        case .cbor: "cbor"
        case .binary: "bin"
        case .empty, .number, .text: "txt"
        }
    }
}
