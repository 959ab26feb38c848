public import Payloads
import Text

/// Addresses that devices announce over MQTT: where their own web interface or API is.
public enum DeviceLinks {
    /// The links of a message: of Home Assistant's discovery (`configuration_url`), of Tasmota's (`ip`) and of Shelly's
    /// announcements (`ip`); then those that any JSON has.
    public static func read(_ bytes: PayloadBytes, topic: String) -> [Link] {
        let context = "mqtt:\(topic)"
        guard bytes.count <= ThingReader.mostBytes else { return [] }
        let outline = JSONOutline(bytes)
        while !outline.advance(units: 1 << 24) {}
        var links: [Link] = []
        if let root = outline.root, root.isObject {
            // `dev` and `cu` are Home Assistant's short names.
            let device = root["device"] ?? root["dev"]
            if let url = device?["configuration_url"] ?? device?["cu"], let text = url.text, text.contains("://") {
                links.append(link("configuration_url", text, url, context))
            }
            for name in ["ip", "IPAddress"] {
                if let ip = root[name], let text = ip.text, IPAddress.bytes(text) != nil {
                    links.append(link("device", "http://\(text.contains(":") ? "[\(text)]" : text)/", ip, context))
                }
            }
        }
        let known = Set(links.map(\.target))
        let body = BodyLinks(bytes, type: nil, url: "")
        body.finish()
        // A message has no URL that a path could be relative to.
        return links + body.links.filter { !known.contains($0.target) && URLReference($0.target).scheme != nil }
    }

    private static func link(_ relation: String, _ url: String, _ node: JSONNode, _ context: String) -> Link {
        var link = Link(
            context: context, relation: relation, written: url, format: .member,
            place: .body(path: node.path, offset: node.range.lowerBound))
        link.isOfAnswer = false
        return link
    }
}
