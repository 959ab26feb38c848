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
            state.say(
                .warning,
                "\(Figures.bytes(Double(bytes.count))) are too much for the clipboard: w writes them to a file")
            return []
        }
        state.say(.info, "Copied")
        return [.copy(bytes.withBytes { Array($0) })]
    }

    /// Asks for a path and writes bytes there.
    static func write(_ bytes: PayloadBytes?, name: String, _ state: ScreenState) {
        guard let bytes else { return }
        Dialogs.write(name, in: state) { .writeBytes(path: $0, bytes) }
    }
}
