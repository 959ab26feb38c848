import Glibc

extension Mosquitto {
    /// The configuration, the password file, the access lists.
    func writeFiles(_ options: Options) throws {
        try write(configuration(options), to: "mosquitto.conf")
        try write(
            """
            user alice
            topic readwrite #
            topic read $SYS/#
            user bob
            topic read sensors/#
            topic write cmd/bob/#

            """, to: "acl")
        try write(Self.dynamicSecurity, to: "dynamic-security.json")
        try write("", to: "passwords")
        for (user, password) in [("alice", "secret"), ("bob", "hunter2")] {
            try Command.runNow(.mosquittoPasswd, ["-b", "\(folder)/passwords", user, password])
        }
    }

    private func write(_ text: String, to name: String) throws {
        let path = "\(folder)/\(name)"
        try Scratch.write(text, to: path)
        chmod(path, 0o600)
    }

    private func configuration(_ options: Options) -> String {
        var lines = [
            "per_listener_settings true",
            // Started as root it would otherwise become a user who cannot read these files.
            "user \(userName())",
            "sys_interval \(options.sysInterval)",
            "persistence true", "persistence_location \(folder)/",
            "autosave_interval 1", "autosave_on_changes true",
            "log_dest stderr", "log_type all",
            "max_queued_messages \(options.maximumQueued)",
            "max_inflight_messages \(options.maximumInFlight)",
        ]
        lines += options.settings
        for listener in Listener.allCases { lines += section(listener, options) }
        lines += ["listener 0 \(unixSocket)", "allow_anonymous true"]
        return lines.joined(separator: "\n") + "\n"
    }

    private func section(_ listener: Listener, _ options: Options) -> [String] {
        let port = port(of: listener)
        switch listener {
        case .open:
            return ["listener \(port) 127.0.0.1", "allow_anonymous true"] + options.openListenerSettings
        case .password:
            return [
                "listener \(port) 127.0.0.1", "allow_anonymous false", "password_file \(folder)/passwords",
                "acl_file \(folder)/acl",
            ]
        case .restricted:
            return [
                "listener \(port) 127.0.0.1", "allow_anonymous false", "plugin \(Self.dynamicSecurityPlugin)",
                "plugin_opt_config_file \(folder)/dynamic-security.json",
            ]
        case .tls: return secure(port, certificates.server)
        case .mutualTLS:
            return secure(port, certificates.server) + [
                "cafile \(certificates.authority)", "require_certificate true", "use_identity_as_username true",
            ]
        // The library behind WebSockets binds to every address unless told the family.
        case .webSocket:
            return ["listener \(port) 127.0.0.1", "protocol websockets", "socket_domain ipv4", "allow_anonymous true"]
        case .secureWebSocket:
            return secure(port, certificates.server) + ["protocol websockets", "socket_domain ipv4"]
        case .expired: return secure(port, certificates.expired)
        case .wrongHost: return secure(port, certificates.wrongHost)
        case .unknownAuthority: return secure(port, certificates.otherServer)
        case .chain: return secure(port, certificates.chain)
        }
    }

    private func secure(_ port: Int, _ pair: Certificates.Pair) -> [String] {
        [
            "listener \(port) 127.0.0.1", "allow_anonymous true", "certfile \(pair.certificate)", "keyfile \(pair.key)",
        ]
    }

    private func userName() -> String {
        guard let entry = getpwuid(getuid()) else { return "root" }
        return String(cString: entry.pointee.pw_name)
    }

    private static var dynamicSecurityPlugin: String {
        let name = "mosquitto_dynamic_security.so"
        let folders = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib", "/usr/local/lib"]
        return folders.map { "\($0)/\(name)" }.first { access($0, R_OK) == 0 } ?? "\(folders[0])/\(name)"
    }
}
