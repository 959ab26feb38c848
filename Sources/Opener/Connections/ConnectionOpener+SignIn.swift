import MQTT
import Profile
import REST
import SignIn
import Synchronization
import Text

extension ConnectionOpener {
    /// The token of a saved request, for a password or a variable.
    func token(named name: String) async throws(Failure) -> String {
        do throws(RequestOpener.Failure) {
            let token = try await RequestOpener(secrets: secrets).token(named: name, variables)
            times.note(token)
            return token.access
        } catch {
            throw Failure(description: error.description)
        }
    }

    /// Authentication by a method whose data is one secret; nil for none.
    func authentication(_ draft: ConnectionDraft) async throws(Failure) -> EnhancedAuthentication? {
        guard let wanted = draft.authentication, !wanted.method.isEmpty else { return nil }
        let method = try await text(wanted.method, "the authentication method of \(draft.name)")
        var data: [UInt8]?
        if let secret = wanted.data {
            data = Array(try await self.secret(secret, "authentication data of \(draft.name)").utf8)
        }
        // A broker that asks further gets the same again: what a method makes of its questions is not known here.
        return EnhancedAuthentication(method: method, start: { [data] in data }, respond: { [data] _ in data })
    }

    /// How long the URL of a WebSocket may be opened, in seconds: long enough for a slow handshake.
    private static let lifetime = 300

    /// Signs the address of a WebSocket, as AWS IoT wants it (service `iotdevicegateway`).
    func sign(_ endpoint: inout Endpoint, as draft: AWSDraft, of name: String) async throws(Failure) {
        guard endpoint.transport.isWebSocket else {
            throw Failure(description: "\(name): AWS signs the address of a WebSocket; write wss:// and /mqtt")
        }
        var signature = AWSSignature(
            accessKey: try await text(draft.accessKey, "the access key of \(name)"),
            secretKey: try await secret(draft.secretKey, "secret access key of \(name)"),
            region: try await text(draft.region, "the AWS region of \(name)"),
            service: try await text(draft.service, "the AWS service of \(name)"))
        if signature.service.isEmpty { signature.service = "iotdevicegateway" }
        // `xyz-ats.iot.eu-central-1.amazonaws.com`
        let labels = endpoint.host.split(separator: ".")
        if signature.region.isEmpty, let place = labels.firstIndex(of: "iot"), place + 1 < labels.count {
            signature.region = String(labels[place + 1])
        }
        if let token = draft.sessionToken {
            signature.sessionToken = try await secret(token, "session token of \(name)")
        }
        // As the Host field will have it, which the signature covers.
        let host = endpoint.port == endpoint.transport.defaultPort ? endpoint.host : endpoint.authority
        // The signature is the query: whatever else stood there it would not cover.
        let path = String(endpoint.path.prefix { $0 != "?" })
        guard
            let query = signature.presignedQuery(
                host: host, path: path, lifetime: Self.lifetime, at: Int(now() / 1_000_000))
        else { throw Failure(description: "\(name): the AWS region is missing; write it, as eu-central-1") }
        endpoint.path = "\(path)?\(query)"
        endpoint.words?.path += "?\(query)"
    }

    /// When the client is to ask for other settings by itself.
    var renewsAt: ContinuousClock.Instant? {
        guard let time = times.renewalAt else { return nil }
        return ContinuousClock.now.advanced(by: .microseconds(max(0, time - now())))
    }
}
