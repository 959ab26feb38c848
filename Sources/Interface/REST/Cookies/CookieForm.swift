import Kit
import REST
import Text

/// The form of one cookie.
enum CookieForm {
    private static let yesNo = ["yes", "no"]

    /// Asks for all of a cookie; `taken` gets it when it is right.
    static func overlay(
        _ stage: Stage, _ cookie: Cookie?, host: String, taken: @escaping (Cookie) -> [Effect]
    ) -> FormOverlay {
        let start = cookie ?? Cookie("", "", domain: host)
        func choice(_ name: String, _ holds: Bool) -> FormField { .choice(name, yesNo, selected: holds ? 0 : 1) }
        let fields: [FormField] = [
            .line("Name", start.name), .line("Value", start.value), .line("Domain", start.domain),
            choice("Hosts below", start.includesSubdomains), .line("Path", start.path),
            choice("Secure", start.isSecure), choice("HttpOnly", start.isHTTPOnly),
            .line("Ends", start.expiry.map { HTTPDate.text($0) } ?? ""),
        ]
        let title = cookie == nil ? "New cookie" : "Cookie \(start.name.withoutControls)"
        return FormOverlay(stage, title, verb: "keep", fields) { values in
            var made = start
            (made.name, made.value) = (values[0], values[1])
            made.domain = values[2].lowercased()
            made.includesSubdomains = values[3] == yesNo[0]
            made.path = values[4].isEmpty ? "/" : values[4]
            made.isSecure = values[5] == yesNo[0]
            made.isHTTPOnly = values[6] == yesNo[0]
            made.expiry = values[7].isEmpty ? nil : LenientDate.seconds(values[7])
            if !values[7].isEmpty, made.expiry == nil {
                return .problem("Ends is no date: write 31 Jan 2027 12:00:00, or nothing for the session")
            }
            // One that is edited keeps its turn: of paths of one length the older is sent first (RFC 6265 5.4).
            if cookie == nil { made.creation = Int(stage.now / 1_000_000) }
            if let words = made.problem { return .problem(words) }
            return .effects(taken(made))
        }
    }
}
