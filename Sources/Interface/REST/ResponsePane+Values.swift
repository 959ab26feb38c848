import Expectations
import JSONPath
import Kit
import Model
import Opener
import Payloads
import Profile
import REST

/// What is made of the value under the cursor: a variable, or a check.
extension ResponsePane {
    /// What is under the cursor, as a condition asks for it: a path of the body, or a header field; empty for the whole body.
    private var whatIsUnderCursor: String? {
        switch tab {
        case .body:
            guard let body, !isBefore else { return nil }
            // The whole text where there are no paths.
            return body.kind == .json ? bodyView.valuePath : ""
        case .headers:
            guard let field = headerUnderCursor else { return nil }
            let isPlain = field.name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
            // Other letters of a token (RFC 9110 5.6.2) mean something in a condition.
            return isPlain ? "header \(field.name.lowercased())" : "header \(CheckForms.literal(field.name))"
        default: return nil
        }
    }

    /// The field on the line with the cursor in tab Headers.
    private var headerUnderCursor: Field? {
        guard let fields = composer.shown?.response?.fields, let document = view.document else { return nil }
        // By the line as it is drawn: fields of one name are told apart by their values.
        let text = document.line(view.cursor.line, from: 0, columns: 1000).map(\.text).joined()
        return fields.first {
            text.hasPrefix("\($0.name): ")
                && text.dropFirst($0.name.count + 2) == visible($0.value).prefix(1000 - $0.name.count - 2)
        }
            ?? fields.first { text.hasPrefix("\($0.name): ") }
    }

    /// Puts the value under the cursor in a variable.
    func takeValue() {
        guard let answer = composer.judged, let exchange = composer.shown else {
            return stage.say(.info, "There is no answer of which a value could be taken")
        }
        guard let what = whatIsUnderCursor else {
            return stage.say(.info, "No value is under the cursor: a line of the body or of Headers has one")
        }
        let draft = composer.draft
        // A call is answered by what the saved request would get: an edited one may have another answer.
        let isSaved = !draft.name.isEmpty && !exchange.isOutdated(by: draft)
        let call = isSaved ? TakenCall.response(draft.savedPath, what.isEmpty ? "body" : what) : nil
        let noCall =
            draft.name.isEmpty
            ? "\(stage.keymap.name(of: .save, in: .request)) in the request saves it, and then its answers can be taken live"
            : isSaved ? "no call can name it" : "the request was edited since"
        VariableFromValue(subject: answer, what: what.isEmpty ? "body" : what, call: call, noCall: noCall)
            .ask(composer.book, stage)
    }

    /// Makes a check of the value under the cursor; where there is none, offers what can be checked.
    func makeCheck() {
        guard let exchange = composer.shown, exchange.response != nil, exchange.state == .finished else {
            return stage.say(.info, "There is no answer of which a check could be made")
        }
        // Of a secret field only that it is there: a check stands in the profile in clear.
        if tab == .headers, let field = headerUnderCursor {
            return tell(
                Secret.isSecretField(field.name)
                    ? "header \(field.name.lowercased()) exists" : CheckForms.header(field.name, field.value))
        }
        if tab == .body, let path = whatIsUnderCursor, !path.isEmpty,
            let check = CheckForms.value(at: path, in: exchange.body)
        {
            return tell(check)
        }
        let forms = CheckForms.all(of: exchange)
        stage.overlays.append(
            PickOverlay(stage, "New check", verb: "take", forms.map { ($0.text, $0.note) }) { [unowned self] place in
                tell(forms[place].text)
                return []
            })
    }

    private func tell(_ check: String) {
        let words = composer.addCheck(check)
        let results = composer.checkResults ?? []
        let save = stage.keymap.name(of: .save, in: .request)
        stage.say(
            .info, "\(words) (\(results.count { $0.isMet }) of \(results.count) met); \(save) in the request saves it")
    }
}
