import MQTT
import Profile

extension BrokerAccess {
    /// How other programs reach the broker of a configuration; its password is left out, and asked for.
    init(_ configuration: ClientConfiguration) {
        let endpoint = configuration.endpoint
        let carrier: Carrier =
            switch endpoint.transport {
            case .tcp, .tls: .tcp
            case .webSocket, .secureWebSocket: .webSocket(path: endpoint.path)
            case .unix: .unix(path: endpoint.path)
            }
        self.init(host: endpoint.host, port: endpoint.port, carrier: carrier)
        if endpoint.transport.isSecure {
            (tls, brokerTLS) = (DraftTLS(configuration.tls), BrokerTLS(configuration.tls))
        }
        username = configuration.username ?? endpoint.username ?? ""
        if configuration.password ?? endpoint.password.map({ Array($0.utf8) }) != nil { password = .prompt }
        hasHeaders = !endpoint.headers.isEmpty
    }
}

extension DraftTLS {
    /// What is spoken, without the password of the key.
    init(_ options: TLSOptions) {
        self.init()
        ca = options.caFile ?? ""
        caFolder = options.caDirectory ?? ""
        certificate = options.certificateFile ?? ""
        key = options.keyFile ?? ""
        if options.keyPassword != nil { keyPassword = .prompt }
        verify = options.verify
        alpn = options.alpn
        serverName = options.serverName ?? ""
    }
}

extension BrokerTLS {
    /// What is spoken, without the shared key.
    init(_ options: TLSOptions) {
        self.init()
        if options.preSharedKey != nil { preSharedKey = .prompt }
        preSharedIdentity = options.preSharedKey?.identity ?? ""
        ciphers = options.ciphers ?? ""
        version = options.version?.rawValue ?? ""
        keyLog = options.keyLogFile ?? ""
        addsSystemAuthorities = options.addsSystemAuthorities
    }
}
