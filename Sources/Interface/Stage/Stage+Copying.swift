import Kit
import Model
import Terminal

/// What goes to the clipboard.
extension Stage {
    /// The longest name of what was copied that a notice says.
    private static let longestName = 48

    /// Copies bytes, and says what and how much; says why not when they are too many.
    /// - Parameter what: what people call it; of a longer name its end is said.
    func copy(_ what: String, _ bytes: [UInt8]) -> [Effect] {
        guard canCopy(bytes.count) else { return [] }
        let name = what.count > Self.longestName ? "…\(what.suffix(Self.longestName - 1))" : what
        say(.info, "Copied \(name), \(Figures.bytes(Double(bytes.count)))")
        return [.program(.copy(bytes))]
    }

    /// Whether so many bytes go to the clipboard; says so when they do not.
    func canCopy(_ count: Int) -> Bool {
        guard count > CopyLimit.bytes else { return true }
        let key = keymap.name(of: .write, in: .message)
        say(.warning, "\(Figures.bytes(Double(count))) are too much for the clipboard: \(key) writes them to a file")
        return false
    }
}
