import Profile

/// Asks whether what stands in double braces in a paste is meant for martlet. It stands for itself until the person says
/// otherwise: others write templates so, too.
enum BracesQuestion {
    /// Asks about a text that was put in with its braces quoted.
    /// - Parameter yes: puts it in as it stands.
    static func ask(ofText text: String, _ stage: Stage, yes: @escaping () -> Void) {
        let calls = TemplateCall.all(in: text)
        let bytes = Array(text.utf8)
        let some = calls.prefix(named).map { String(decoding: bytes[$0.range], as: UTF8.self) }
        ask(of: some, count: calls.count, stage, yes: yes)
    }

    /// Asks about calls as they were written.
    static func ask(of calls: [String], count: Int, _ stage: Stage, yes: @escaping () -> Void) {
        guard count > 0 else { return }
        let more = count > named ? " and \(count - named) more" : ""
        let names = calls.prefix(named).joined(separator: ", ") + more
        stage.overlays.append(
            ConfirmOverlay(
                stage, "Variables?",
                "\(names) in it \(count == 1 ? "is" : "are") sent as written. Variables of martlet instead?"
            ) {
                yes()
                return []
            })
    }

    /// The most that are named.
    private static let named = 3
}
