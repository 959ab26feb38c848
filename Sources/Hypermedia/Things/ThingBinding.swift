import Text

/// What forms mean by protocol: the HTTP binding (TD 1.1 8.3.1), and the MQTT binding as its drafts and node-wot write it.
enum ThingBinding {
    static func isWriting(_ operation: String) -> Bool {
        operation.hasPrefix("write") || operation == "invokeaction"
    }

    static func http(
        _ operation: String, _ form: JSONNode, url: String, contentType: String, body: String?,
        _ variables: [LinkForm.Field]
    ) -> ThingOperation.HTTP {
        // What a form without a method means (TD 1.1 8.3.1).
        let usual =
            operation.hasPrefix("write")
            ? "PUT" : operation == "invokeaction" ? "POST" : operation == "cancelaction" ? "DELETE" : "GET"
        var http = ThingOperation.HTTP(
            method: form["htv:methodName"]?.text?.uppercased() ?? usual, url: url, body: body)
        if url.contains("{"), let template = try? URITemplate(url), !template.variables.isEmpty {
            http.isTemplate = true
            http.variables = variables.filter { template.variables.contains($0.name) }
        }
        for header in form["htv:headers"]?.oneOrMany ?? [] {
            guard let name = (header["htv:fieldName"] ?? header["fieldName"])?.text else { continue }
            let value = (header["htv:fieldValue"] ?? header["fieldValue"])?.text ?? ""
            http.fields.append(ThingOperation.Field(name: name, value: value))
        }
        let names = http.fields.map { $0.name.lowercased() }
        if body != nil, !names.contains("content-type") {
            http.fields.append(ThingOperation.Field(name: "Content-Type", value: contentType))
        }
        let accept = form["subprotocol"]?.text == "sse" ? "text/event-stream" : contentType
        if body == nil, !names.contains("accept") {
            http.fields.append(ThingOperation.Field(name: "Accept", value: accept))
        }
        return http
    }

    /// A topic to listen to or to publish to; nil when the form names none, or is one to stop listening.
    static func mqtt(_ operation: String, _ form: JSONNode, url: String, payload: String) -> ThingOperation.Way? {
        guard !operation.hasPrefix("un") else { return nil }
        func term(_ name: String) -> JSONNode? { form["mqv:\(name)"] ?? form["mqtt:\(name)"] }
        var parts = URLReference(url)
        let packet = (term("controlPacket") ?? term("controlPacketValue"))?.text?.lowercased() ?? ""
        let isPublishing = packet.isEmpty ? isWriting(operation) : packet.hasSuffix("publish")
        // node-wot and older descriptions have the topic in the path; the drafts of today have it in a term of its own, and
        // a path that is empty there is no topic.
        var topics: [String] = []
        var path = parts.path.hasPrefix("/") ? String(parts.path.dropFirst()) : parts.path
        path = PercentEncoding.decode(path)
        // `#` is a wildcard there, whatever a URL makes of it.
        if let fragment = parts.fragment, path.isEmpty || path.hasSuffix("/") { path += "#" + fragment }
        let isWebSocket = parts.scheme?.lowercased().hasPrefix("ws") == true
        let topic = term("topic")?.oneOrMany.compactMap(\.text) ?? []
        let filter = term("filter")?.oneOrMany.compactMap(\.text) ?? []
        if !isWebSocket, !path.isEmpty {
            topics = [path]
        } else {
            topics = isPublishing ? (topic.isEmpty ? filter : topic) : (filter.isEmpty ? topic : filter)
        }
        topics = topics.filter { !$0.isEmpty }
        guard !topics.isEmpty, parts.authority?.isEmpty == false else { return nil }
        if !isWebSocket { parts.path = "" }
        (parts.query, parts.fragment) = (nil, nil)
        var target = ThingOperation.Topic(broker: parts.text, filters: topics)
        target.qos = term("qos")?.int
        target.isRetained = term("retain")?.isTrue == true
        for option in term("options")?.oneOrMany ?? [] {
            switch (option["mqv:optionName"] ?? option["optionName"])?.text {
            case "qos": target.qos = (option["mqv:optionValue"] ?? option["optionValue"])?.int
            case "retain":
                // Some write the name alone.
                let value = option["mqv:optionValue"] ?? option["optionValue"]
                target.isRetained = value == nil || value?.word == "true" || value?.int == 1
            default: break
            }
        }
        if let qos = target.qos, !(0...2).contains(qos) { target.qos = nil }
        return isPublishing ? .publish(target, payload: payload) : .listen(target)
    }
}
