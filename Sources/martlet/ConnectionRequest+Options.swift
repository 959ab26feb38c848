import MQTT
import Profile
import Scripts

extension ConnectionRequest {
    /// The options of a verb as the letters of a request.
    init(_ options: ConnectionOptions, _ tls: TLSOptionGroup) {
        self.init()
        url = options.url
        host = options.host
        port = options.port
        unixSocket = options.unixSocket
        usesWebSocket = options.webSocket
        username = options.username
        password = options.password
        clientID = options.clientID
        clientIDPrefix = options.clientIDPrefix
        keepAlive = options.keepAlive
        version = options.version
        keepsSession = options.keepsSession
        sessionExpiry = options.sessionExpiry
        isStrict = options.isStrict
        willTopic = options.willTopic
        willPayload = options.willPayload
        willQoS = options.willQoS ?? 0
        willRetain = options.willRetain
        self.tls.authorityFile = tls.authorityFile
        self.tls.authorityFolder = tls.authorityFolder
        self.tls.certificate = tls.certificate
        self.tls.key = tls.key
        self.tls.keyPassword = tls.keyPassword
        self.tls.isInsecure = tls.isInsecure
        self.tls.alpn = tls.alpn
        self.tls.isWanted = tls.isWanted
        self.tls.serverName = tls.serverName
        self.tls.version = tls.version
        self.tls.ciphers = tls.ciphers
        self.tls.keyLog = tls.keyLog
        self.tls.preSharedKey = tls.preSharedKey
        self.tls.preSharedIdentity = tls.preSharedIdentity
        self.tls.usesSystemAuthorities = tls.usesSystemAuthorities
        self.tls.isRefused = tls.isRefused
        self.tls.keyForm = tls.keyForm
        // Either is refused with the same words.
        self.tls.engine = tls.engine ?? tls.enginePassword
    }

    /// The options of a verb for scripts, with what a saved connection says where they say nothing.
    ///
    /// - Throws: ``ScriptError`` when the saved connection cannot be used.
    init(
        _ options: ScriptConnectionOptions, _ tls: TLSOptionGroup
    ) throws(ScriptError) {
        self.init(options.common, tls)
        localAddress = options.address
        proxy = options.proxy
        maximumInFlight = options.maximumInFlight
        properties = options.properties
        isQuiet = options.isQuiet
        isTracing = options.isTracing
        try use(options.saved)
    }

    /// Finds the saved connection of `-b`, if one is named.
    mutating func use(_ options: SavedConnectionOptions) throws(ScriptError) {
        secrets = .atTerminal
        guard let name = options.name else { return }
        do throws(SavedProfile.Problem) {
            saved = try SavedProfile(options.profile).connection(name, environment: options.environment)
        } catch {
            throw ScriptError("-b \(name): \(error)")
        }
    }

    /// Takes what stood without a letter: the name of a saved connection, where one is called that, or an address.
    /// - Throws: ``ScriptError`` when the saved connection cannot be used, or a letter names the broker too.
    mutating func take(argument: String?, orSaved options: SavedConnectionOptions) throws(ScriptError) {
        // Without a profile, or without that name in it, it is a host.
        guard let argument, options.name == nil, let known = try? SavedProfile(options.profile),
            known.profile.connections.values.contains(where: { $0.name == argument })
        else { return try take(argument: argument) }
        do throws(SavedProfile.Problem) {
            saved = try known.connection(argument, environment: options.environment)
            isSavedNamed = false
        } catch {
            throw ScriptError("\(argument): \(error)")
        }
    }

    /// Takes what stood without a letter: an address, or a host with or without a port.
    /// - Throws: ``ScriptError`` when a letter names the broker too.
    mutating func take(argument: String?) throws(ScriptError) {
        guard let argument else { return }
        guard url == nil, host == nil else {
            throw ScriptError("name the broker once: as an argument, with -L or with -h")
        }
        if argument.contains("://") || argument.hasPrefix("unix:") {
            (url, isURLNamed) = (argument, false)
            return
        }
        // First all of it: an IPv6 address without brackets is no place with a port.
        host = argument
        // Both parts of `host:1884`; an IPv6 address stands in brackets when a port is behind it.
        guard let place = try? Endpoint(url: argument), place.path.isEmpty else { return }
        host = place.host
        if port == nil, argument.hasSuffix(":\(place.port)") { port = place.port }
    }
}
