import Payloads

extension PublishDraft: ProfileItem {
    static let kind = "publish"
    static let order = MemberOrder(
        ["name", "folder", "topic", "payload", "format", "qos", "retain", "properties"],
        ["properties": PublishDraftProperties.order])

    var profileKey: String { Self.key(folder, name) }

    init(_ object: JSONValue, _ reader: inout ProfileReader) {
        self.init()
        name = reader.text("name", of: object) ?? ""
        if name.isEmpty { reader.problem(object, "a publish needs a \"name\"") }
        folder = reader.text("folder", of: object) ?? ""
        topic = reader.text("topic", of: object) ?? ""
        payload = reader.text("payload", of: object) ?? ""
        let words = Format.allCases.map(\.rawValue)
        format = reader.word("format", of: object, from: words).flatMap(Format.init) ?? .text
        qos = reader.number("qos", of: object, in: 0...2) ?? 0
        retain = reader.flag("retain", of: object) ?? false
        properties = PublishDraftProperties.member(of: object, &reader)
    }

    var json: JSONValue {
        var object = ProfileObject()
        object.add("name", JSONValue(text: name))
        object.add("folder", folder)
        object.add("topic", JSONValue(text: topic))
        object.add("payload", payload)
        object.add("format", format.rawValue, unless: Format.text.rawValue)
        object.add("qos", qos, unless: 0)
        object.add("retain", retain, unless: false)
        object.add("properties", object: properties.json)
        return object.value
    }
}

extension PublishDraftProperties {
    static let order = MemberOrder(
        [
            "contentType", "isUTF8", "expiry", "responseTopic", "correlationData", "userProperties", "topicAlias",
        ], ["userProperties": DraftField.order])

    init(_ object: JSONValue, _ reader: inout ProfileReader) {
        self.init()
        reader.check(object, known: Self.order.names)
        contentType = reader.text("contentType", of: object) ?? ""
        isUTF8 = reader.flag("isUTF8", of: object)
        expiry = reader.number("expiry", of: object, in: 0...UInt32.max)
        responseTopic = reader.text("responseTopic", of: object) ?? ""
        correlationData = reader.text("correlationData", of: object) ?? ""
        userProperties = DraftField.list("userProperties", of: object, &reader)
        // 0 is none (MQTT 5 3.3.2.3.4).
        topicAlias = reader.number("topicAlias", of: object, in: 1...UInt16.max)
    }

    var json: JSONValue {
        var object = ProfileObject()
        object.add("contentType", contentType)
        // False is said too, which is another thing than nothing (MQTT 5 3.3.2.3.2).
        object.add("isUTF8", isUTF8.map { JSONValue(.bool($0)) })
        object.add("expiry", expiry)
        object.add("responseTopic", responseTopic)
        object.add("correlationData", correlationData)
        object.add("userProperties", list: userProperties.map(\.json))
        object.add("topicAlias", topicAlias)
        return object.value
    }

    /// Reads the member `properties`.
    static func member(of object: JSONValue, _ reader: inout ProfileReader) -> PublishDraftProperties {
        reader.at("properties", of: object) { PublishDraftProperties($1, &$0) } ?? PublishDraftProperties()
    }
}
