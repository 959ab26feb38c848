/// A family of programs that speak MQTT from a shell.
public enum CommandTool: String, CaseIterable, Sendable {
    /// `mosquitto_pub` and `mosquitto_sub`.
    case mosquitto
    /// `martlet pub`, `sub` and the explorer: it can be told everything.
    case martlet
    /// `mqttx pub`, `sub` and `conn`.
    case mqttx

    /// What a program is to do.
    enum Task {
        case publish, subscribe, connect, expect
    }

    /// The words that call it.
    func program(for task: Task) -> String {
        switch (self, task) {
        case (.mosquitto, .publish): "mosquitto_pub"
        // There is none that only connects.
        case (.mosquitto, .subscribe), (.mosquitto, .connect): "mosquitto_sub"
        case (.mqttx, .publish): "mqttx pub"
        case (.mqttx, .subscribe): "mqttx sub"
        case (.mqttx, .connect): "mqttx conn"
        case (_, .expect): "martlet expect"
        case (.martlet, .publish): "martlet pub"
        case (.martlet, .subscribe): "martlet sub"
        case (.martlet, .connect): "martlet"
        }
    }

    /// Itself, or martlet where it cannot be told how a broker is reached.
    public func ableOne(for access: BrokerAccess) -> CommandTool { lack(access) == nil ? self : .martlet }

    /// What it cannot be told of a connection at all, after its name; nil when it can be told everything that matters.
    func lack(_ access: BrokerAccess) -> String? {
        switch self {
        case .martlet: return nil
        case .mosquitto:
            if case .webSocket = access.carrier { return "speaks no WebSocket" }
            if access.tls?.verify == false { return "does not leave a certificate unchecked" }
            if access.tls?.alpn.count ?? 0 > 1 { return "does not offer several protocols" }
        case .mqttx:
            if case .unix = access.carrier { return "takes no unix socket" }
            if access.tls?.caFolder.isEmpty == false { return "takes no folder of authorities" }
            if access.tls != nil, access.brokerTLS.preSharedKey != nil { return "takes no shared key" }
        }
        guard let tls = access.tls else { return nil }
        if !tls.serverName.isEmpty { return "does not ask for another name than the host's" }
        if tls.keyPassword != nil { return "does not take the password of a key" }
        return nil
    }

    /// The words of its `-V` for a version as ``BrokerCommand`` has it; nil where the choice is left to it.
    func version(_ version: String) -> String? {
        switch (self, version) {
        case (.mqttx, "5"), (.mqttx, "3.1.1"), (.mqttx, "3.1"): version
        case (_, "5"): "mqttv5"
        case (_, "3.1.1"): "mqttv311"
        case (_, "3.1"): "mqttv31"
        case (.martlet, _): "auto"
        default: nil
        }
    }
}
