public import SignIn
public import Text

/// What there is to say of a token without telling it, a line each: for the screen and for verbs.
public enum TokenWords {
    /// Until when it holds, its scope, and its claims where it is a JWT.
    public static func lines(_ token: SignInToken, at now: Moment) -> [String] {
        var lines = ["signed in"]
        if let end = token.expiresAt {
            let left = (end - now) * 1000
            lines[0] += left > 0 ? ", for \(TimeSpelling.words(left))" : ", but the token has ended"
        }
        if token.refresh != nil { lines[0] += ", then renewed without you" }
        if !token.scope.isEmpty { lines.append("scope: \(token.scope.withoutControls)") }
        if let claims = JWTClaims(token.access) {
            lines.append("claims (signature not checked):")
            lines += claims.lines.map { "  \($0.name): \($0.value)" }
        }
        return lines
    }
}
