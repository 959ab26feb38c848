import Payloads

extension DocumentView {
    /// Shows a payload as the chosen mode has it.
    /// - Parameter before: the one before it, which is looked for only where the two are compared.
    /// - Returns: whether they were to be compared and there is none before; then it is shown as it is.
    func show(
        payload: PayloadBytes, before: @autoclosure () -> PayloadBytes?, staysInPlace: Bool
    ) -> Bool {
        var lacksOlder = false
        let document: Document
        switch mode {
        case .pretty, .paths: document = Document(payload, view: .pretty)
        case .decoded: document = Document(payload, view: .decoded)
        case .raw: document = Document(payload, view: .raw)
        case .hex: document = Document(payload, view: .hex)
        case .diff:
            if let before = before() {
                document = Document(diff: before, payload)
            } else {
                lacksOlder = true
                document = Document(payload, view: .pretty)
            }
        }
        show(document, of: payload, staysInPlace: staysInPlace)
        return lacksOlder
    }
}
