import Kit
import Model
import Payloads

/// What can be done with bytes that are read.
enum PayloadActions {
    /// The most bytes that go to the clipboard.
    static let mostCopied = 1 << 20

    /// Puts bytes in the clipboard, if they are not too many.
    static func copy(_ bytes: PayloadBytes?, _ state: ScreenState) -> [Effect] {
        guard let bytes else { return [] }
        guard bytes.count <= mostCopied else {
            state.say(.warning, tooMuch(bytes.count, state))
            return []
        }
        state.say(.info, "Copied")
        return [.program(.copy(bytes.withBytes { Array($0) }))]
    }

    /// What is said of bytes that are too many for the clipboard.
    static func tooMuch(_ count: Int, _ state: ScreenState) -> String {
        "\(Figures.bytes(Double(count))) are too much for the clipboard: \(writeKey(state)) writes them to a file"
    }

    /// What a sentence calls the key that writes a payload to a file.
    static func writeKey(_ state: ScreenState) -> String { state.keymap.name(of: .write, in: .message) }

    /// Asks for a path and writes bytes there.
    static func write(_ bytes: PayloadBytes?, name: String, _ state: ScreenState) {
        guard let bytes else { return }
        Dialogs.write(name, in: state) { .file(.write(path: $0, bytes)) }
    }
}
