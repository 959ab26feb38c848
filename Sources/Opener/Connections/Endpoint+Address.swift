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
        // Within brackets a colon stands as it is; the percent sign of a zone is coded.
        text += host.contains(":") ? "[\(name.replacing("%3A", with: ":"))]:\(port)" : "\(name):\(port)"
        // Read again, a `#` would begin a fragment and end the path.
        return transport.isWebSocket ? text + path.replacing("#", with: "%23") : text
    }
}
