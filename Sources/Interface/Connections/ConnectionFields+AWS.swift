import Profile

extension ConnectionFields {
    /// Who signs the address of a WebSocket for AWS IoT; no rows for any other connection.
    static func signing(_ draft: ConnectionDraft) -> [ConnectionField] {
        // AWS IoT signs only the address of a WebSocket; over mqtts it is told by a certificate.
        guard draft.aws != nil || draft.url.hasPrefix("wss:") || draft.url.hasPrefix("ws:") else { return [] }
        return [
            row("AWS access key", help: "signs the address for AWS IoT; empty: nobody does", \.accessKey),
            secret("AWS secret key", get: { $0.secretKey }) { $0.secretKey = $1 ?? .literal("") },
            secret("AWS session token", get: { $0.sessionToken ?? .literal("") }) { $0.sessionToken = $1 },
            row("AWS region", help: "empty: as the host says", \.region),
        ]
    }

    private static let group = "Login"

    private static func row(
        _ name: String, help: String, _ path: WritableKeyPath<AWSDraft, String>
    ) -> ConnectionField {
        ConnectionField(group: group, name: name, help: help, get: { $0.aws?[keyPath: path] ?? "" }) { draft, value in
            change(&draft) { $0[keyPath: path] = value }
            return nil
        }
    }

    private static func secret(
        _ name: String, get: @escaping (AWSDraft) -> Secret, set: @escaping (inout AWSDraft, Secret?) -> Void
    ) -> ConnectionField {
        ConnectionField(
            group: group, name: name, kind: .secret,
            help: "as it is, or $NAME, file:PATH, command:PROGRAM ARGUMENTS, prompt:",
            isHidden: { $0.aws.map(get)?.isLiteral == true },
            get: { $0.aws.map(get).map(SecretNotation.text) ?? "" }
        ) { draft, value in
            change(&draft) { set(&$0, value.isEmpty ? nil : SecretNotation.secret(value, over: get($0))) }
            return nil
        }
    }

    /// Changes the signer, who is there once something is said of it.
    private static func change(_ draft: inout ConnectionDraft, _ body: (inout AWSDraft) -> Void) {
        var aws = draft.aws ?? AWSDraft()
        body(&aws)
        // All rows emptied: there is no signer any more.
        draft.aws = aws == AWSDraft() ? nil : aws
    }
}
