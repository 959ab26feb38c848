import Kit
import Model
import Terminal

/// What goes to the clipboard.
extension Stage {
    /// The longest name of what was copied that a notice says.
    private static let longestName = 48

    /// Copies bytes, and says what and how much; says why not when they are too many.
    /// - Parameters:
    ///   - what: what people call it; of a longer name its end is said.
    ///   - context: where there is a key that writes the same to a file; nil for nowhere.
    func copy(_ what: String, _ bytes: [UInt8], writtenIn context: KeyContext? = nil) -> [Effect] {
        guard canCopy(bytes.count, writtenIn: context) else { return [] }
        let what = told(what)
        let name = what.count > Self.longestName ? "…\(what.suffix(Self.longestName - 1))" : what
        say(.info, "Copied \(name), \(Figures.bytes(Double(bytes.count)))")
        return [.program(.copy(bytes))]
    }

    /// Whether so many bytes go to the clipboard; says so when they do not.
    /// - Parameter context: where there is a key that writes them to a file; nil for nowhere.
    func canCopy(_ count: Int, writtenIn context: KeyContext? = nil) -> Bool {
        guard count > CopyLimit.bytes else { return true }
        let advice = context.flatMap { keymap.key(for: .write, in: $0) }.map { ": \($0) writes them to a file" } ?? ""
        say(.warning, "\(Figures.bytes(Double(count))) are too much for the clipboard\(advice)")
        return false
    }
}
