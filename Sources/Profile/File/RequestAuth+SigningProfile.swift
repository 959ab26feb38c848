import Payloads
import SignIn

/// The form of what signs in or signs.
extension RequestAuth {
    static let signingKinds = ["oauth2", "aws", "azureSAS"]

    /// Reads what stands behind one of ``signingKinds``.
    static func signing(_ kind: String, _ value: JSONValue, _ reader: inout ProfileReader) -> RequestAuth? {
        switch kind {
        case "oauth2": .oauth2(OAuthDraft(value, &reader))
        case "aws": .aws(AWSDraft(value, &reader))
        default: .sas(SASDraft(value, &reader))
        }
    }
}

extension OAuthDraft {
    static let names = ["grant"] + OAuthSettings.texts.map(\.name) + ["clientSecret", "clientAuth"]

    init(_ object: JSONValue, _ reader: inout ProfileReader) {
        self.init()
        reader.check(object, known: Self.names)
        let grant = reader.word("grant", of: object, from: OAuthGrant.allCases.map(\.rawValue))
        settings.grant = grant.flatMap(OAuthGrant.init) ?? .clientCredentials
        // One table for reading, writing and the screen: a new one cannot be forgotten in one of them.
        for (name, path) in OAuthSettings.texts {
            settings[keyPath: path] = reader.text(name, of: object) ?? ""
        }
        clientSecret = Secret.member("clientSecret", of: object, &reader) ?? .literal("")
        let proof = reader.word("clientAuth", of: object, from: OAuthClientProof.allCases.map(\.rawValue))
        settings.proof = proof.flatMap(OAuthClientProof.init) ?? .basic
    }

    var json: JSONValue {
        var object = ProfileObject()
        object.add("grant", JSONValue(text: settings.grant.rawValue))
        for (name, path) in OAuthSettings.texts { object.add(name, settings[keyPath: path]) }
        // A public client has none (RFC 6749 2.1).
        if clientSecret != .literal("") { object.add("clientSecret", clientSecret.json) }
        object.add("clientAuth", settings.proof.rawValue, unless: OAuthClientProof.basic.rawValue)
        return object.value
    }
}

extension AWSDraft {
    static let order = MemberOrder(["accessKey", "secretKey", "sessionToken", "region", "service"])

    init(_ object: JSONValue, _ reader: inout ProfileReader) {
        self.init()
        reader.check(object, known: Self.order.names)
        accessKey = reader.text("accessKey", of: object) ?? ""
        secretKey = Secret.member("secretKey", of: object, &reader) ?? .literal("")
        sessionToken = Secret.member("sessionToken", of: object, &reader)
        region = reader.text("region", of: object) ?? ""
        service = reader.text("service", of: object) ?? ""
    }

    var json: JSONValue {
        var object = ProfileObject()
        object.add("accessKey", JSONValue(text: accessKey))
        object.add("secretKey", secretKey.json)
        object.add("sessionToken", sessionToken?.json)
        object.add("region", region)
        object.add("service", service)
        return object.value
    }
}

extension SASDraft {
    init(_ object: JSONValue, _ reader: inout ProfileReader) {
        self.init()
        reader.check(object, known: ["resource", "keyName", "key", "minutes"])
        resource = reader.text("resource", of: object) ?? ""
        keyName = reader.text("keyName", of: object) ?? ""
        key = Secret.member("key", of: object, &reader) ?? .literal("")
        // A year at most.
        minutes = reader.number("minutes", of: object, in: 1...525_600) ?? 60
    }

    var json: JSONValue {
        var object = ProfileObject()
        object.add("resource", JSONValue(text: resource))
        object.add("keyName", keyName)
        object.add("key", key.json)
        object.add("minutes", minutes, unless: 60)
        return object.value
    }
}

extension RequestAuth {
    /// As a line of a history holds it: the JSON of the profile.
    var line: String? { json.map { String(decoding: $0.written(), as: UTF8.self) } }

    /// Reads such a line; nil for what is none.
    init?(line: String) {
        guard let value = try? JSONValue(reading: Array(line.utf8)) else { return nil }
        var reader = ProfileReader()
        self.init(value, &reader)
    }
}
