import Synchronization
import Text

/// A scripted OAuth 2 server on a free loopback port, with a resource that wants its tokens.
///
/// Paths: `/token`, `/device`, `/authorize` (302 to the redirect), `/.well-known/openid-configuration`, and `/resource`,
/// which answers `hello` to a token that counts and 401 to every other.
public final class OAuthServer: Sendable {
    /// What it does, and what it was asked.
    public struct Script: Sendable {
        /// Seconds that a token lives; nil says nothing.
        public var lifetime: Int? = 3600
        /// Whether refresh tokens are given, a new one each time.
        public var givesRefresh = false
        /// What `/token` says before it gives a token, one after the other: `authorization_pending`, `slow_down`, ...
        public var errors: [String] = []
        /// The tokens that count at `/resource`; nil for the last one.
        public var accepted: Set<String>?
        /// The forms that were posted to `/token` and `/device`, as they came.
        public fileprivate(set) var forms: [String] = []
        /// The Authorization fields that came with them.
        public fileprivate(set) var authorizations: [String] = []
        /// How many tokens were given.
        public fileprivate(set) var count = 0
        /// What `/resource` was asked with.
        public fileprivate(set) var asked: [String] = []
        /// The refresh token that counts.
        fileprivate var refresh = ""
    }
    private let state: Box
    private let server: ScriptedServer

    private final class Box: Sendable {
        let script = Mutex(Script())
    }

    private init(_ state: Box, _ server: ScriptedServer) {
        self.state = state
        self.server = server
    }

    /// `http://127.0.0.1:PORT`
    public var url: String { server.url }

    /// What it does from now on, and what it was asked until now.
    public var script: Script { state.script.withLock { $0 } }

    /// Changes what it does.
    public func change(_ body: @Sendable (inout Script) -> Void) { state.script.withLock { body(&$0) } }

    /// Starts it.
    public static func start() async throws -> OAuthServer {
        let state = Box()
        let server = try await ScriptedServer.start { connection in
            while true {
                let request = try await connection.request()
                let (status, fields, body) = answer(request, state)
                try await connection.send(
                    "HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\(fields)\r\n\(body)")
            }
        }
        return OAuthServer(state, server)
    }

    // MARK: - Answers

    private static func answer(_ request: String, _ state: Box) -> (status: String, fields: String, body: String) {
        let target = request.split(separator: " ").dropFirst().first.map(String.init) ?? ""
        let body = request.firstRange(of: "\r\n\r\n").map { String(request[$0.upperBound...]) } ?? ""
        let json = "Content-Type: application/json\r\n"
        switch target.prefix(while: { $0 != "?" }) {
        case "/token":
            let (status, answer) = state.script.withLock { token(body, authorization(of: request), &$0) }
            return (status, json, answer)
        case "/device":
            state.script.withLock { $0.forms.append(body) }
            let url = "http://\(field("host", of: request))/go"
            let answer = """
                {"device_code":"D1","user_code":"WDJB-MJHT","verification_uri":"\(url)","expires_in":60,"interval":1}
                """
            return ("200 OK", json, answer)
        case "/authorize":
            let query = values(target.split(separator: "?").last ?? "")
            let place = "\(query["redirect_uri"] ?? "")?code=C1&state=\(query["state"] ?? "")"
            return ("302 Found", "Location: \(place)\r\n", "")
        case "/.well-known/openid-configuration":
            let base = "http://\(field("host", of: request))"
            let answer = """
                {"issuer":"\(base)","token_endpoint":"\(base)/token","authorization_endpoint":"\(base)/authorize",
                 "device_authorization_endpoint":"\(base)/device"}
                """
            return ("200 OK", json, answer)
        case "/resource":
            let token = authorization(of: request)
            let isGood = state.script.withLock { script in
                script.asked.append(token)
                return (script.accepted ?? ["T\(script.count)"]).contains { token == "Bearer \($0)" }
            }
            return isGood ? ("200 OK", "", "hello\n") : ("401 Unauthorized", "WWW-Authenticate: Bearer\r\n", "no\n")
        default: return ("404 Not Found", "", "")
        }
    }

    private static func token(_ body: String, _ authorization: String, _ script: inout Script) -> (String, String) {
        script.forms.append(body)
        script.authorizations.append(authorization)
        if !script.errors.isEmpty { return ("400 Bad Request", "{\"error\":\"\(script.errors.removeFirst())\"}") }
        let form = values(body[...])
        if form["grant_type"] == "refresh_token", form["refresh_token"] != script.refresh {
            return ("400 Bad Request", "{\"error\":\"invalid_grant\"}")
        }
        script.count += 1
        var answer = "{\"access_token\":\"T\(script.count)\",\"token_type\":\"Bearer\""
        if let lifetime = script.lifetime { answer += ",\"expires_in\":\(lifetime)" }
        if script.givesRefresh {
            script.refresh = "R\(script.count)"
            answer += ",\"refresh_token\":\"\(script.refresh)\""
        }
        return ("200 OK", answer + "}")
    }

    private static func authorization(of request: String) -> String { field("authorization", of: request) }

    private static func field(_ name: String, of request: String) -> String {
        let line = request.split(separator: "\r\n").first { $0.lowercased().hasPrefix("\(name): ") }
        return line.map { String($0.dropFirst(name.count + 2)) } ?? ""
    }

    private static func values(_ text: Substring) -> [String: String] {
        Dictionary(
            FormPairs.read(text, plusIsSpace: true).map { ($0.name, $0.value ?? "") },
            uniquingKeysWith: { _, last in last })
    }
}
