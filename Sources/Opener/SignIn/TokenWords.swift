public import SignIn
public import Text

/// What there is to say of a token without telling it, a line each: for the screen and for verbs.
public enum TokenWords {
    /// Until when it holds, its scope, and its claims where it is a JWT.
    public static func lines(_ token: SignInToken, at now: Moment) -> [String] {
        let facts = TokenFacts(token)
        return [state(facts, at: now)] + details(facts)
    }

    /// Until when it holds, and whether a person is needed for the next one.
    public static func state(_ token: TokenFacts, at now: Moment) -> String {
        var words = "signed in"
        if let end = token.expiresAt {
            let left = (end - now) * 1000
            words += left > 0 ? ", for \(TimeWords.words(left))" : ", but the token has ended"
        }
        return token.isRenewed ? words + ", then renewed without you" : words
    }

    /// Its scope and its claims.
    public static func details(_ token: TokenFacts) -> [String] {
        var lines = token.scope.isEmpty ? [] : ["scope: \(token.scope)"]
        if let claims = token.claims {
            lines.append("claims (signature not checked):")
            lines += claims.map { "  \($0.name): \($0.value)" }
        }
        return lines
    }
}
