import Text

extension StringProtocol {
    /// The first characters for a message, with what could disturb a terminal taken out.
    var harmless: String { clipped.withoutControls }
}
