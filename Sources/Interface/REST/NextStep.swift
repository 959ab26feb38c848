import Kit
import Profile
import REST
import Text

/// What an answer leads to next, in words: what is kept of a 304, what Allow and Accept name, what is to be done about a
/// condition that did not hold.
enum NextStep {
    static func words(_ exchange: SentRequest, _ keymap: Keymap) -> String? {
        guard exchange.state == .finished, let response = exchange.response, let sent = exchange.hop?.sent else {
            return nil
        }
        func key(_ action: Action) -> String { keymap.name(of: action, in: .request) }
        func list(_ name: String) -> String? {
            // Lines of one name are one list (RFC 9110 5.3).
            let all = response.fields.values(of: name).joined(separator: ", ").trimming(\.isFieldBlank)
            return all.isEmpty ? nil : String(all)
        }
        switch response.status {
        case 304: return notModified(exchange, response, sent)
        // 405 must have Allow (RFC 9110 15.5.6), 501 may.
        case 405, 501:
            guard let allowed = list("Allow") else {
                return "It does not say which it takes, as it should (Allow): \(key(.nextSteps)) asks (OPTIONS), "
                    + "\(key(.method)) chooses"
            }
            return "Allow says \(allowed): \(key(.method)) takes another method, \(key(.nextSteps)) tells of each"
        case 404, 410:
            return "Nothing is here\(response.status == 410 ? " any more" : ""): "
                + "\(key(.nextSteps)) shows what can be asked, and where the API begins"
        case 406:
            // RFC 2295 and RFC 8288: two ways to name the forms that there are.
            let forms = list("Alternates") ?? list("Link")
            return "It has no form that Accept names\(forms.map { ": \($0)" } ?? ""); "
                + "\(key(.nextSteps)) asks with another Accept"
        case 415:
            let accepted =
                // RFC 5789 3.1 and LDP 7.1; servers that know neither say it in Accept (RFC 9110 12.5.1).
                list(sent.method == "PATCH" ? "Accept-Patch" : "Accept-Post") ?? list("Accept").map { "Accept: \($0)" }
            guard let accepted else {
                let told = list("Accept-Encoding").map { "; of codings it takes \($0)" } ?? ""
                return "It does not take \(sent.fields["Content-Type"] ?? "a body without a Content-Type")\(told): "
                    + "\(key(.nextSteps)) asks what it takes"
            }
            return "It takes \(accepted), not \(sent.fields["Content-Type"] ?? "a body without a Content-Type"): "
                + "\(key(.nextSteps)) takes one of them"
        case 428:
            return "The server wants If-Match: \(key(.merge)) shows its state beside mine, and sends with its ETag"
        case 412: return failed(sent, key)
        // Nothing of one's own to join: what is in the way is the whole of what is there.
        case 409 where sent.method == "POST":
            return "It clashes with what is there, as when it exists already: \(key(.revalidate)) asks for its state"
        case 409 where ConditionOffer.changesState(sent.method):
            return "It clashes with the state it is in: \(key(.merge)) shows that beside mine"
        case 429, 503:
            // Seconds, or a date (RFC 9110 10.2.3).
            return list("Retry-After").map { after in
                Int(after).map { "It asks to wait \(Figures.count($0)) s (Retry-After)" }
                    ?? "It asks to wait until \(after) (Retry-After)"
            }
        case 200..<300 where sent.method == "OPTIONS":
            let found = ["Allow", "Accept-Patch", "Accept-Post", "Accept-Query"].compactMap { name in
                list(name).map { "\(name): \($0)" }
            }
            return found.isEmpty ? nil : found.joined(separator: "; ")
        default: return nil
        }
    }

    private static func failed(_ sent: Sent, _ key: (Action) -> String) -> String {
        if sent.fields["If-None-Match"] == "*" { return "It exists already: \(key(.revalidate)) asks for its state" }
        guard let tag = sent.fields["If-Match"] else { return "\(key(.revalidate)) asks for the state as it is now" }
        // If-Match compares strongly: a weak tag equals nothing, not even itself (RFC 9110 8.8.3.2).
        if EntityTag(tag).isWeak { return "\(tag) is weak: If-Match never holds with it (RFC 9110 13.1.1)" }
        if let coding = EntityTag(tag).coding {
            return "Somebody changed it, or the server compares with the tag of the form without \(coding): "
                + "\(key(.merge)) asks for that, and shows base, mine and theirs"
        }
        return "Somebody changed it since \(tag): \(key(.merge)) shows base, mine and theirs"
    }

    /// What is to be said of a 304 that names another tag than that of the body below.
    private static func otherTag(_ kept: KeptAnswer, _ response: Response) -> String {
        guard let known = kept.validators.tag, let told = Validators(response.fields).tag, known != told else {
            return ""
        }
        return "; it names \(told.text) for \(known.text), which compression has weakened"
    }

    /// What did not have to come again, and what came instead. Body and head are not counted against each other: asking for
    /// all of it would have brought a head too.
    private static func notModified(_ exchange: SentRequest, _ response: Response, _ sent: Sent) -> String? {
        guard let kept = exchange.renewed else {
            guard let asked = sent.fields["If-None-Match"] else { return nil }
            return Validators(response.fields).tag.map {
                $0.text != asked ? "304 for a tag that was not sent: \($0.text)" : nil
            }
                ?? nil
        }
        let cost = max(exchange.hop?.raw.count ?? 0, response.head.count)
        // The figures first: on a narrow screen the rest is cut.
        return "Unchanged: \(grouped(kept.wireSize)) bytes not sent again, the 304 has \(grouped(cost)); "
            + "below is the body of \(Figures.clock(kept.at))" + otherTag(kept, response)
    }
}
