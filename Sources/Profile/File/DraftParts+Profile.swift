import Payloads

extension DraftField {
    static let order = MemberOrder(["name", "value", "enabled"])

    /// The rows of a table.
    static func list(_ name: String, of object: JSONValue, _ reader: inout ProfileReader) -> [DraftField] {
        reader.list(name, of: object) { reader, value in
            reader.check(value, known: order.names)
            return DraftField(
                reader.text("name", of: value) ?? "", reader.text("value", of: value) ?? "",
                isEnabled: reader.flag("enabled", of: value) ?? true)
        }
    }

    var json: JSONValue {
        var object = ProfileObject()
        object.add("name", JSONValue(text: name))
        object.add("value", JSONValue(text: value))
        object.add("enabled", isEnabled, unless: true)
        return object.value
    }
}

extension DraftTLS {
    static let order = MemberOrder([
        "ca", "caFolder", "certificate", "key", "keyPassword", "verify", "alpn", "serverName",
    ])

    init(_ object: JSONValue, _ reader: inout ProfileReader) {
        self.init()
        ca = reader.text("ca", of: object) ?? ""
        caFolder = reader.text("caFolder", of: object) ?? ""
        certificate = reader.text("certificate", of: object) ?? ""
        key = reader.text("key", of: object) ?? ""
        keyPassword = Secret.member("keyPassword", of: object, &reader)
        verify = reader.flag("verify", of: object) ?? true
        alpn = reader.list("alpn", of: object) { reader, value in reader.text(value) ?? "" }
        serverName = reader.text("serverName", of: object) ?? ""
    }

    var json: JSONValue {
        var object = ProfileObject()
        object.add("ca", ca)
        object.add("caFolder", caFolder)
        object.add("certificate", certificate)
        object.add("key", key)
        object.add("keyPassword", keyPassword?.json)
        object.add("verify", verify, unless: true)
        object.add("alpn", list: alpn.map { JSONValue(text: $0) })
        object.add("serverName", serverName)
        return object.value
    }

    /// Reads the member `tls`.
    static func member(of object: JSONValue, _ reader: inout ProfileReader) -> DraftTLS {
        reader.at("tls", of: object) { reader, value in
            reader.check(value, known: order.names)
            return DraftTLS(value, &reader)
        } ?? DraftTLS()
    }
}

extension BrokerTLS {
    /// Behind those of ``DraftTLS``, in the same object.
    static let order = MemberOrder(
        DraftTLS.order.names + ["psk", "pskIdentity", "ciphers", "version", "keyLog", "systemAuthorities"])

    init(_ object: JSONValue, _ reader: inout ProfileReader) {
        self.init()
        preSharedKey = Secret.member("psk", of: object, &reader)
        preSharedIdentity = reader.text("pskIdentity", of: object) ?? ""
        ciphers = reader.text("ciphers", of: object) ?? ""
        version = reader.word("version", of: object, from: Self.versions) ?? ""
        keyLog = reader.text("keyLog", of: object) ?? ""
        addsSystemAuthorities = reader.flag("systemAuthorities", of: object) ?? false
    }

    /// The object of both.
    func json(with tls: DraftTLS) -> JSONValue {
        var object = ProfileObject()
        for member in tls.json.members ?? [] { object.add(member.name, member.value) }
        object.add("psk", preSharedKey?.json)
        object.add("pskIdentity", preSharedIdentity)
        object.add("ciphers", ciphers)
        object.add("version", version)
        object.add("keyLog", keyLog)
        object.add("systemAuthorities", addsSystemAuthorities, unless: false)
        return object.value
    }

    /// Reads the member `tls` of a connection, which holds both.
    static func member(of object: JSONValue, _ reader: inout ProfileReader) -> (DraftTLS, BrokerTLS) {
        reader.at("tls", of: object) { reader, value in
            reader.check(value, known: order.names)
            return (DraftTLS(value, &reader), BrokerTLS(value, &reader))
        } ?? (DraftTLS(), BrokerTLS())
    }
}
