public import MQTT
import Text

extension Endpoint {
    /// The address as a draft has it: read again it is this endpoint with its user name and password, and no headers.
    public var address: String {
        if transport == .unix {
            // Every `/` as it is: the file's path is what people look for in it.
            return "unix://"
                + path.split(separator: "/", omittingEmptySubsequences: false)
                .map { PercentEncoding.component(String($0)) }.joined(separator: "/")
        }
        var text = "\(transport.rawValue)://"
        if username != nil || password != nil {
            text += PercentEncoding.component(username ?? "")
            if let password { text += ":" + PercentEncoding.component(password) }
            text += "@"
        }
        let name = PercentEncoding.component(host)
        text += host.contains(":") ? "[\(name.replacing("%3A", with: ":"))]:\(port)" : "\(name):\(port)"
        return transport.isWebSocket ? text + path.replacing("#", with: "%23") : text
    }
}
