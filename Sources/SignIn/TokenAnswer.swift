import Payloads
import Text

/// Why nobody is signed in, in one line that says what to do.
public struct SignInProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The words.
    public let description: String
    /// The server's own word for it (RFC 6749 5.2), `invalid_grant`; empty for none.
    public var code = ""

    /// A problem in words.
    public init(_ description: String, code: String = "") {
        self.description = description
        self.code = code
    }
}

/// An answer of an endpoint: a JSON object, or an error (RFC 6749 5).
struct TokenAnswer {
    private let object: JSONValue
    private let place: String

    /// Longer words of a server are cut: they are for one line.
    private static let longest = 300

    /// Reads an answer.
    /// - Parameter place: whose answer it is, for the words of an error.
    init(_ status: Int, _ body: [UInt8], from place: String) throws(SignInProblem) {
        self.place = place
        let value = try? JSONValue(reading: body)
        guard let value, value.members != nil else {
            throw SignInProblem(
                status < 300
                    ? "\(place) answered no JSON object; is it the right URL?"
                    : "\(place) answered \(status), and no JSON that says why")
        }
        object = value
        // Before the status: some servers send errors with 200, GitHub for one.
        if let code = value["error"]?.text {
            let words = value["error_description"]?.text ?? ""
            throw SignInProblem(
                "\(place) refused: \(Self.line(code))" + (words.isEmpty ? "" : " (\(Self.line(words)))"), code: code)
        }
        guard (200..<300).contains(status) else { throw SignInProblem("\(place) answered \(status)") }
    }

    /// A text of the server's for one line of ours.
    static func line(_ text: String) -> String { String(text.withoutControls.prefix(longest)) }

    /// A text; nil when it is not there.
    func text(_ name: String) -> String? { object[name]?.text }

    /// A whole number of seconds, which some servers write as a string; nil when it is not there or none.
    func seconds(_ name: String) -> Moment? {
        let written: String?
        if case .number(let digits)? = object[name]?.content { written = digits } else { written = object[name]?.text }
        // Ten years: beyond, it is as good as no end.
        guard let value = written.flatMap(Double.init), value >= 0 else { return nil }
        return Moment(min(value, 315_360_000))
    }

    /// Whether a flag is set.
    func flag(_ name: String) -> Bool { if case .bool(true)? = object[name]?.content { true } else { false } }

    /// The token that it holds.
    /// - Parameter old: the refresh token that it was got with: it stays where the server sends no other (RFC 6749 6).
    func token(at now: Moment, after old: String?, scope: String) throws(SignInProblem) -> SignInToken {
        guard let access = text("access_token"), !access.isEmpty else {
            throw SignInProblem("\(place) gave no access_token")
        }
        guard access.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw SignInProblem("\(place) gave a token with bytes that no header can hold")
        }
        // RFC 6749 5.1 demands it, and not every server sends it.
        let type = text("token_type") ?? "bearer"
        guard type.lowercased() == "bearer" else {
            throw SignInProblem("\(place) gave a token of type \(Self.line(type)); only bearer tokens can be sent here")
        }
        var token = SignInToken(access: access, obtainedAt: now)
        token.refresh = text("refresh_token") ?? old
        token.expiresAt = seconds("expires_in").map { now + $0 * 1_000_000 }
        // Left out, it is what was asked for (RFC 6749 5.1).
        token.scope = text("scope") ?? scope
        return token
    }
}
